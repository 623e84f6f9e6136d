package org.meshgate.worker.sample;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/** The forms that the sample model knows, each with the words that ask for it and, if it has one, its natural hue. */
enum Form {
    BALL("ball sphere globe planet moon", PlainForms::ball),
    CUBE("cube box dice block crate", PlainForms::cube),
    RING("ring torus donut doughnut bagel", 28, PlainForms::ring),
    KNOT("knot rope pretzel", PlainForms::knot),
    GEM("gem diamond jewel crystal", PlainForms::gem),
    PYRAMID("pyramid", 42, PlainForms::pyramid),
    CONE("cone", PlainForms::cone),
    CYLINDER("cylinder drum barrel column pillar", PlainForms::cylinder),
    STAR("star", 46, PlainForms::star),
    HEART("heart love", 350, PlainForms::heart),
    VASE("vase urn jar pot amphora", ThingForms::vase),
    BOWL("bowl dish", ThingForms::bowl),
    CUP("cup mug coffee tea", ThingForms::cup),
    ROCKET("rocket spaceship spacecraft", ThingForms::rocket),
    HOUSE("house home hut cottage", ThingForms::house),
    ROBOT("robot android", ThingForms::robot),
    CAT("cat kitten kitty", LivingForms::cat),
    DOG("dog puppy", 32, LivingForms::dog),
    BEAR("bear teddy", 26, LivingForms::bear),
    RABBIT("rabbit bunny hare", LivingForms::rabbit),
    DUCK("duck duckling bird", 46, LivingForms::duck),
    TREE("tree fir pine", 140, LivingForms::tree),
    MUSHROOM("mushroom toadstool", 5, LivingForms::mushroom),
    FLOWER("flower daisy blossom", LivingForms::flower),
    FREE_KNOT("", FreeForms::knot),
    URCHIN("", FreeForms::urchin),
    SPIRAL("", FreeForms::spiral),
    PEBBLE("", FreeForms::pebble),
    WREATH("", FreeForms::wreath);

    private static final List<Form> FREE = List.of(FREE_KNOT, URCHIN, SPIRAL, PEBBLE, WREATH);

    private final Set<String> words;
    private final OptionalDouble hue;
    private final BiFunction<PromptSeed, Palette, List<ShapePiece>> maker;

    Form(String words, BiFunction<PromptSeed, Palette, List<ShapePiece>> maker) {
        this(words, OptionalDouble.empty(), maker);
    }

    Form(String words, double hue, BiFunction<PromptSeed, Palette, List<ShapePiece>> maker) {
        this(words, OptionalDouble.of(hue), maker);
    }

    Form(String words, OptionalDouble hue, BiFunction<PromptSeed, Palette, List<ShapePiece>> maker) {
        this.words = Set.of(words.split(" "));
        this.hue = hue;
        this.maker = maker;
    }

    /** What the first known word asks for, in the singular or the plural, or one of the free forms. */
    static Form in(List<String> words, PromptSeed promptSeed) {
        return words.stream()
                .flatMap(word -> named(word).stream())
                .findFirst()
                .orElseGet(() -> FREE.get(promptSeed.whole(5, 0, FREE.size() - 1)));
    }

    private static Optional<Form> named(String word) {
        return Stream.of(values())
                .filter(form -> !FREE.contains(form))
                .filter(form -> form.words.stream()
                        .anyMatch(known -> word.equals(known) || word.equals(known + "s") || word.equals(known + "es")))
                .findFirst();
    }

    /** The hue in degrees that people expect of it, when the prompt names no colour. */
    OptionalDouble hue() {
        return hue;
    }

    List<ShapePiece> make(PromptSeed promptSeed, Palette palette) {
        return maker.apply(promptSeed, palette);
    }
}
