/**
 * Redis: persistent, pipelined connections with a deadline on every command, Lua scripts, the key prefix, and the
 * embedded server of the JVM program. Knows no key of any feature; each store owns its own.
 */
package org.meshgate.redis;
