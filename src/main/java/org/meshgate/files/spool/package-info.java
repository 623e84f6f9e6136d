/** Request bodies that are one file, streamed to the disk. */
package org.meshgate.files.spool;
