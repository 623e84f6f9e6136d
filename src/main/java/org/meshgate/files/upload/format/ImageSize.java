package org.meshgate.files.upload.format;

/**
 * The dimensions of an image in pixels, from its header.
 *
 * @param width not negative; at most an unsigned 32-bit integer
 * @param height as {@code width}
 */
record ImageSize(long width, long height) {

    /** The size of a file that is not an image. */
    static final ImageSize NONE = new ImageSize(0, 0);

    boolean isEmpty() {
        return width == 0 || height == 0;
    }

    long longestSide() {
        return Math.max(width, height);
    }
}
