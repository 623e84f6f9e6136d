package org.meshgate.worker.sample;

import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.regex.Pattern;

/**
 * A parsed prompt.
 *
 * @param shape the shape that the prompt names first, or a plain solid
 * @param main the first colour that the prompt names, or the natural one of the shape
 * @param accent the second colour that the prompt names, or a shade of the first
 * @param stretch scale factors along the axes; all 1 for a named shape
 */
record Prompt(Shape shape, Material main, Material accent, Vec3 stretch) {

    private static final Pattern NON_LETTERS = Pattern.compile("[^\\p{L}]+");
    private static final Vec3 UNSTRETCHED = new Vec3(1, 1, 1);

    /** Spreads hash codes of similar prompts over the seeds of the generator (2^64 divided by the golden ratio). */
    private static final long SEED_FACTOR = 0x9E3779B97F4A7C15L;

    static Prompt of(String text) {
        // Seeded by the text, with an algorithm that Java specifies: equal prompts give equal files.
        Random random = new Random(text.hashCode() * SEED_FACTOR);
        int solid = random.nextInt(Shape.SOLIDS.size());
        Material hue = Material.hue(random.nextDouble() * 360, 0.65, 0.52);
        Vec3 stretch = new Vec3(0.6 + random.nextDouble(), 0.6 + random.nextDouble(), 0.6 + random.nextDouble());

        List<String> words = NON_LETTERS
                .splitAsStream(text.toLowerCase(Locale.ROOT))
                .filter(word -> !word.isEmpty())
                .toList();
        List<Material> colours = ColourWords.in(words);
        return words.stream()
                .flatMap(word -> Shape.named(word).stream())
                .findFirst()
                .map(shape -> of(shape, colours, shape.colour().orElse(hue), UNSTRETCHED))
                .orElseGet(() -> of(Shape.SOLIDS.get(solid), colours, hue, stretch));
    }

    private static Prompt of(Shape shape, List<Material> colours, Material natural, Vec3 stretch) {
        Material main = colours.isEmpty() ? natural : colours.get(0);
        return new Prompt(shape, main, colours.size() > 1 ? colours.get(1) : main.contrast(), stretch);
    }
}
