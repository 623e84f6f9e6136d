/** Token records, issuing, and script arguments. */
package org.meshgate.identity.token;
