/**
 * Limits: of attempts to log in, to register and to change a password, kept in Redis and shared by all replicas
 * ({@link org.meshgate.throttle.LoginThrottle}); and of requests in general, counted by each process for itself
 * ({@link org.meshgate.throttle.CallerRateLimiter}). All are GCRA: one number tells when the next one may come.
 */
package org.meshgate.throttle;
