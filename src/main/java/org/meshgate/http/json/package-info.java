/** JSON mapping. */
package org.meshgate.http.json;
