/**
 * Spooling of request bodies: streams a body that is one file to the disk, with back-pressure and in bounded memory.
 * Used for the results of workers.
 */
package org.meshgate.files.spool;
