/**
 * Meshgate: accounts, API tokens, roles and job isolation in front of a GPU 3D-generation server.
 *
 * <p>This package holds the entry point alone. A feature is a package below it with its REST resource, service,
 * store and records; an ArchUnit test keeps the table of who may use whom.
 */
package org.meshgate;
