package org.meshgate.worker.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** English words for colours. */
final class ColourWords {

    private static final Map<String, Material> COLOURS = Map.ofEntries(
            paint("red", 0xD92B2B),
            paint("crimson", 0xB3122E),
            paint("ruby", 0xA30D3B),
            paint("maroon", 0x6E1423),
            paint("orange", 0xF5811F),
            paint("yellow", 0xFACB2A),
            paint("olive", 0x7B7F2A),
            paint("lime", 0xA4D82B),
            paint("green", 0x2E9E48),
            paint("emerald", 0x0B8A5A),
            paint("mint", 0x8FE0BE),
            paint("teal", 0x148F8B),
            paint("turquoise", 0x2CC8C0),
            paint("cyan", 0x24C4E0),
            paint("blue", 0x2563DB),
            paint("navy", 0x18265F),
            paint("indigo", 0x4334B5),
            paint("violet", 0x7A3FD1),
            paint("purple", 0x8229A8),
            paint("lavender", 0xB9A5E8),
            paint("magenta", 0xDA25A4),
            paint("pink", 0xF57FAE),
            paint("brown", 0x80532F),
            paint("wooden", 0x9A6A3E),
            paint("beige", 0xE3D2AF),
            paint("white", 0xF7F5F0),
            paint("grey", 0x85888F),
            paint("gray", 0x85888F),
            paint("black", 0x1B1B20),
            metal("gold", 0xE2B33B),
            metal("golden", 0xE2B33B),
            metal("silver", 0xC6CAD0),
            metal("copper", 0xC9764A),
            metal("bronze", 0xA9793B));

    private ColourWords() {}

    /** The colours that the words name, in order. "dark", "light" and their synonyms change the colour that follows. */
    static List<Material> in(List<String> words) {
        List<Material> found = new ArrayList<>();
        String before = "";
        for (String word : words) {
            Material colour = COLOURS.get(word);
            if (colour != null) {
                found.add(shade(before, colour));
            }
            before = word;
        }
        return found;
    }

    private static Material shade(String adjective, Material colour) {
        return switch (adjective) {
            case "dark", "deep" -> colour.darker();
            case "light", "pale", "pastel" -> colour.lighter();
            default -> colour;
        };
    }

    private static Map.Entry<String, Material> paint(String word, int rgb) {
        return Map.entry(word, Material.paint(rgb));
    }

    private static Map.Entry<String, Material> metal(String word, int rgb) {
        return Map.entry(word, Material.metal(rgb));
    }
}
