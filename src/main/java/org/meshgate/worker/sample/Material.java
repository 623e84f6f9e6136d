package org.meshgate.worker.sample;

/**
 * How a surface looks, in the terms of glTF 2.0, section 3.9.2.
 *
 * @param red linear, from 0 to 1, as {@code baseColorFactor} wants it; screens and colour tables have sRGB
 * @param green as {@code red}
 * @param blue as {@code red}
 * @param metallic from 0 to 1
 * @param roughness from 0 to 1
 */
record Material(double red, double green, double blue, double metallic, double roughness) {

    private static final double MATT = 0.55;

    /** Paint by its sRGB number, {@code 0xRRGGBB}. */
    static Material paint(int rgb) {
        return new Material(
                linear((rgb >> 16 & 0xFF) / 255.0),
                linear((rgb >> 8 & 0xFF) / 255.0),
                linear((rgb & 0xFF) / 255.0),
                0,
                MATT);
    }

    /** Metal by its sRGB number. Not wholly metallic: viewers without an environment would show it black. */
    static Material metal(int rgb) {
        Material paint = paint(rgb);
        return new Material(paint.red, paint.green, paint.blue, 0.6, 0.3);
    }

    /** Paint by hue in degrees, and saturation and lightness from 0 to 1. */
    static Material hue(double degrees, double saturation, double lightness) {
        double spread = saturation * Math.min(lightness, 1 - lightness);
        return new Material(
                linear(channel(0, degrees, lightness, spread)),
                linear(channel(8, degrees, lightness, spread)),
                linear(channel(4, degrees, lightness, spread)),
                0,
                MATT);
    }

    /** From 0 to 1: the mean of the linear channels, which is near enough for choosing a contrast. */
    double brightness() {
        return (red + green + blue) / 3;
    }

    Material darker() {
        return mixed(0, 0.65);
    }

    Material lighter() {
        return mixed(1, 0.45);
    }

    private Material mixed(double with, double share) {
        return new Material(
                red + share * (with - red),
                green + share * (with - green),
                blue + share * (with - blue),
                metallic,
                roughness);
    }

    /** HSL to sRGB as in CSS Color 4, section 7.1. */
    private static double channel(int offset, double degrees, double lightness, double spread) {
        double k = (offset + (degrees % 360 + 360) % 360 / 30) % 12;
        return lightness - spread * Math.max(-1, Math.min(Math.min(k - 3, 9 - k), 1));
    }

    /** The sRGB transfer function of IEC 61966-2-1. */
    private static double linear(double value) {
        return value <= 0.04045 ? value / 12.92 : StrictMath.pow((value + 0.055) / 1.055, 2.4);
    }
}
