/** Where the primary is: what sentinels and nodes of a cluster say of it, and how they are asked. */
package org.meshgate.redis.topology;
