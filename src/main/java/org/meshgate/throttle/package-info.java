/**
 * Rate limits: of logins, registrations and password changes, kept in Redis and shared by all replicas
 * ({@link org.meshgate.throttle.LoginThrottle}); and of requests in general, kept per process
 * ({@link org.meshgate.throttle.CallerRateLimiter}). All use GCRA, which needs one timestamp per counter.
 */
package org.meshgate.throttle;
