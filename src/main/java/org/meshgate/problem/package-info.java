/**
 * Problem types ({@link org.meshgate.problem.ProblemType}: code, status, title) and their exceptions. Uses no other
 * package of the program.
 */
package org.meshgate.problem;
