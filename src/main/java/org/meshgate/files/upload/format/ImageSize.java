package org.meshgate.files.upload.format;

/**
 * The size of a picture in pixels, as its header says.
 *
 * @param width not negative; more than any integer of a header can say does not occur
 */
record ImageSize(long width, long height) {

    /** Of what is no picture. */
    static final ImageSize NONE = new ImageSize(0, 0);

    boolean isEmpty() {
        return width == 0 || height == 0;
    }

    long longestSide() {
        return Math.max(width, height);
    }
}
