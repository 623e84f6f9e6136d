/**
 * Failures: one exception class for each, and {@link org.meshgate.problem.ProblemType}, the one table of code, status
 * and title. Uses no other package of the program.
 */
package org.meshgate.problem;
