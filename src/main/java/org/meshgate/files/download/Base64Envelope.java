package org.meshgate.files.download;

/**
 * A JSON document around the base64 text of a file.
 *
 * @param head everything before that text
 * @param tail everything after it
 * @param fileSize how many bytes of the file are encoded
 */
record Base64Envelope(byte[] head, byte[] tail, long fileSize) {

    /** The length of the whole document, in bytes. */
    long length() {
        return head.length + 4 * ((fileSize + 2) / 3) + tail.length;
    }
}
