package org.meshgate.worker.sample;

/**
 * The colours of one shape.
 *
 * @param main of its body
 * @param accent of its small parts
 */
record Palette(Material main, Material accent) {

    static final Material DARK = Material.paint(0x24222B);
    static final Material WHITE = Material.paint(0xF7F5F0);
    static final Material WOOD = Material.paint(0x7A5233);
    static final Material BEAK = Material.paint(0xF5871F);
    static final Material ROSE = Material.paint(0xE87A90);

    /** Dark, but yellow in a dark face. */
    Material eyes() {
        return main.brightness() < 0.05 ? Material.paint(0xFACB2A) : DARK;
    }
}
