/** Reception of an upload: multipart parsing, limits while it arrives, partial files. */
package org.meshgate.files.upload.receive;
