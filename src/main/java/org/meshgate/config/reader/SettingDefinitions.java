package org.meshgate.config.reader;

import io.smallrye.config.common.utils.StringUtil;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.meshgate.config.MeshgateConfig;

/**
 * The settings that {@link MeshgateConfig} declares. They are read when this class is initialized; in a native image,
 * at build time.
 */
final class SettingDefinitions {

    private static final int MAX_TYPING_MISTAKES = 3;

    private static final Map<String, SettingDefinition> BY_NAME = read("", MeshgateConfig.class);

    private SettingDefinitions() {}

    private static Map<String, SettingDefinition> read(String prefix, Class<?> group) {
        Map<String, SettingDefinition> definitions = new TreeMap<>();
        for (Method accessor : group.getMethods()) {
            String name = prefix + StringUtil.skewer(accessor.getName(), '_');
            if (accessor.getReturnType().isInterface()
                    && accessor.getReturnType().getPackage() == group.getPackage()) {
                definitions.putAll(read(name + ".", accessor.getReturnType()));
            } else {
                definitions.put(name, SettingDefinition.of(name, accessor));
            }
        }
        return definitions;
    }

    static Collection<SettingDefinition> all() {
        return BY_NAME.values();
    }

    static Optional<SettingDefinition> named(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    /** Whether a name is that of a group of settings, such as {@code security}. */
    static boolean isSection(String name) {
        return BY_NAME.keySet().stream().anyMatch(known -> known.startsWith(name + "."));
    }

    static Optional<SettingDefinition> ofOption(String option) {
        return all().stream()
                .filter(definition -> definition.option().filter(option::equals).isPresent())
                .findFirst();
    }

    /**
     * The suggestion for an unknown name: a setting within a small edit distance, where dot and underscore are equal,
     * else the only setting with this last word.
     */
    static Optional<SettingDefinition> nearest(String unknown) {
        String flat = flat(unknown);
        return all().stream()
                .filter(known -> distance(flat(known.name()), flat) <= MAX_TYPING_MISTAKES)
                .min(Comparator.comparingInt(known -> distance(flat(known.name()), flat)))
                .or(() -> withLastWord(unknown));
    }

    private static Optional<SettingDefinition> withLastWord(String unknown) {
        var found = all().stream()
                .filter(known -> known.name().endsWith("." + unknown))
                .collect(Collectors.toList());
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }

    private static String flat(String name) {
        return name.replace('.', '_');
    }

    /** The Levenshtein distance. */
    private static int distance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        Arrays.setAll(previous, i -> i);
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replace = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replace, 1 + Math.min(previous[j], current[j - 1]));
            }
            previous = current;
        }
        return previous[b.length()];
    }
}
