package org.meshgate.worker.sample;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What a prompt asks for.
 *
 * @param form the form it names first, or one by chance
 * @param palette the first two colours it names, or some by chance
 * @param knobs chance for the details
 */
record PromptReading(Form form, Palette palette, PromptSeed knobs) {

    private static final Pattern NO_LETTERS = Pattern.compile("[^\\p{L}]+");

    static PromptReading of(String prompt) {
        PromptSeed knobs = PromptSeed.of(prompt);
        List<String> words = NO_LETTERS
                .splitAsStream(prompt.toLowerCase(Locale.ROOT))
                .filter(word -> !word.isEmpty())
                .toList();
        Form form = Form.in(words, knobs);
        return new PromptReading(form, palette(ColourWords.in(words), form, knobs), knobs);
    }

    private static Palette palette(List<Material> named, Form form, PromptSeed knobs) {
        double hue = form.hue().isPresent()
                ? form.hue().getAsDouble() + knobs.between(0, -12, 12)
                : knobs.between(0, 0, 360);
        Material main = named.isEmpty()
                ? Material.hue(hue, knobs.between(1, 0.55, 0.8), knobs.between(2, 0.45, 0.62))
                : named.get(0);
        if (named.size() > 1) {
            return new Palette(main, named.get(1));
        }
        boolean pale = main.brightness() > 0.6;
        return new Palette(
                main,
                pale
                        ? Material.hue(knobs.between(3, 0, 360), 0.5, 0.4)
                        : Material.hue(knobs.between(3, 20, 60), 0.55, 0.86));
    }
}
