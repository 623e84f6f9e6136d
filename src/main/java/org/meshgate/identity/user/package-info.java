/** User records. */
package org.meshgate.identity.user;
