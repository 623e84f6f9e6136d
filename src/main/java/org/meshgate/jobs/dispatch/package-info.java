/**
 * Jobs between submission and end: claims, leases, retries and the fair order. A lease is a fencing token. Each
 * transition is one script in Redis.
 */
package org.meshgate.jobs.dispatch;
