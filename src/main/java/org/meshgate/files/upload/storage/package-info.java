/** Stored uploads: records, files, ownership and expiry. */
package org.meshgate.files.upload.storage;
