/** Authentication and authorization: deny by default, and the filters for the annotations in caller. */
package org.meshgate.auth;
