package org.meshgate.files.download;

/**
 * The JSON around the base64 text of a file.
 *
 * @param head the bytes before the text
 * @param tail the bytes after the text
 * @param fileSize the size of the file in bytes, before encoding
 */
record Base64Envelope(byte[] head, byte[] tail, long fileSize) {

    /** The length of the whole document, in bytes. */
    long length() {
        return head.length + 4 * ((fileSize + 2) / 3) + tail.length;
    }
}
