/** Uploads: routes, formats, and access to inputs of jobs. */
package org.meshgate.files.upload;
