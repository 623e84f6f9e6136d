/** What the annotations of a route require, read once per route. */
package org.meshgate.http.route;
