/** From a request to a caller: the authentication filter, deny by default, and the filters of the annotations in caller. */
package org.meshgate.auth;
