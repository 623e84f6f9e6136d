/** What the program runs on: clock, random source, periodic tasks, run mode. */
package org.meshgate.runtime;
