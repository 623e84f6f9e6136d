/** Responses that carry a file: ranges, conditions, base64. */
package org.meshgate.files.download;
