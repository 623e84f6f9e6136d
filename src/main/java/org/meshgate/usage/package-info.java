/**
 * Reports of usage: what jobs cost, by day, feature, token and user. The scripts that end jobs write it; see
 * {@code lua/jobs/lib/usage.lua}.
 */
package org.meshgate.usage;
