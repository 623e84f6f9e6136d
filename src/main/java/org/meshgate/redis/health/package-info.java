/** What Redis reports of itself, and warnings about its persistence. */
package org.meshgate.redis.health;
