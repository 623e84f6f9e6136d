/**
 * Webhooks: signed HTTP requests that tell the endpoints of users and administrators of events, by Standard Webhooks. This
 * package has the routes.
 */
package org.meshgate.webhooks;
