/**
 * What clients see when Redis, the way to it, the disk or the clock fail. Real processes: the packaged program, a Redis that is
 * killed, stopped and refuses, and a proxy between them that loses, delays and cuts. Run by {@code ./mvnw verify -Pfaults};
 * what was seen stands in docs/RELIABILITY.md.
 */
package org.meshgate.faults;
