/**
 * Files: those of results, which may be served, with their types and names, streaming, ranges, base64 and signed links;
 * and uploads, from the request to the path that a job gets, with their owners and their end. Nothing outside of
 * {@code storage.outputs} and {@code storage.uploads} is ever read, written or deleted here.
 */
package org.meshgate.files;
