/** The session of a browser: a login token in a cookie, and the requests on which it counts. */
package org.meshgate.http.session;
