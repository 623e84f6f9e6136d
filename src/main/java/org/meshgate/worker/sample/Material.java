package org.meshgate.worker.sample;

/**
 * A surface material in the terms of glTF 2.0, section 3.9.2.
 *
 * @param red linear from 0 to 1, as in {@code baseColorFactor}; colour tables are sRGB
 * @param green as {@code red}
 * @param blue as {@code red}
 * @param metallic from 0 to 1
 * @param roughness from 0 to 1
 */
record Material(double red, double green, double blue, double metallic, double roughness) {

    static final Material DARK = paint(0x24222B);
    static final Material WHITE = paint(0xF7F5F0);
    static final Material WOOD = paint(0x7A5233);
    static final Material ROSE = paint(0xE87A90);

    private static final double PAINT_ROUGHNESS = 0.55;

    /** A paint of an sRGB colour, {@code 0xRRGGBB}. */
    static Material paint(int rgb) {
        return new Material(
                linear((rgb >> 16 & 0xFF) / 255.0),
                linear((rgb >> 8 & 0xFF) / 255.0),
                linear((rgb & 0xFF) / 255.0),
                0,
                PAINT_ROUGHNESS);
    }

    /** A metal of an sRGB colour. Not fully metallic: viewers without an environment map would show it black. */
    static Material metal(int rgb) {
        Material paint = paint(rgb);
        return new Material(paint.red, paint.green, paint.blue, 0.6, 0.3);
    }

    /** A paint by hue in degrees, and saturation and lightness from 0 to 1. */
    static Material hue(double degrees, double saturation, double lightness) {
        double spread = saturation * Math.min(lightness, 1 - lightness);
        return new Material(
                linear(channel(0, degrees, lightness, spread)),
                linear(channel(8, degrees, lightness, spread)),
                linear(channel(4, degrees, lightness, spread)),
                0,
                PAINT_ROUGHNESS);
    }

    /** The colour of eyes in a face of this material: dark, or yellow in a dark face. */
    Material eyes() {
        return brightness() < 0.05 ? paint(0xFACB2A) : DARK;
    }

    /** A shade that stands out from this one: darker for a pale colour, else lighter. */
    Material contrast() {
        return brightness() > 0.6 ? darker() : lighter();
    }

    private double brightness() {
        return (red + green + blue) / 3;
    }

    Material darker() {
        return mixed(0, 0.65);
    }

    Material lighter() {
        return mixed(1, 0.45);
    }

    private Material mixed(double target, double share) {
        return new Material(
                red + share * (target - red),
                green + share * (target - green),
                blue + share * (target - blue),
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
