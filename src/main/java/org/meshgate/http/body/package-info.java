/** Reading of request bodies within bounds. */
package org.meshgate.http.body;
