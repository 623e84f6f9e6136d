/** The embedded Redis server of the JVM program. */
package org.meshgate.redis.embedded;
