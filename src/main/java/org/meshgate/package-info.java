/**
 * Meshgate replaces the API process of 3DAIGC-API, a server that generates 3D models on GPUs, and shares Redis with its
 * GPU scheduler, the process that runs the jobs; workers of one's own are the alternative. It adds accounts, API tokens,
 * roles and job isolation.
 *
 * <p>This package holds the entry point alone. A feature is a package below it with its REST resource, service,
 * store and records; an ArchUnit test keeps the table of who may use whom.
 */
package org.meshgate;
