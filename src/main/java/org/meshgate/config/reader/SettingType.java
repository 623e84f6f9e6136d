package org.meshgate.config.reader;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.WithConverter;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.spi.Converter;
import org.meshgate.config.converter.BooleanParser;
import org.meshgate.config.converter.DurationParser;
import org.meshgate.config.converter.DurationRange;
import org.meshgate.config.converter.SizeParser;
import org.meshgate.config.converter.SizeRange;

/**
 * The type of a setting, by the method of the mapping interface.
 *
 * @param values the allowed values, for documentation
 * @param list whether it is a list, whose items are read individually
 * @param reader makes the form that the converters of Quarkus read; throws {@link IllegalArgumentException} with the
 *     rest of a sentence that begins with the name of the setting. The text is never quoted: it can be a secret
 */
record SettingType(String values, boolean list, UnaryOperator<String> reader) {

    static SettingType of(Method accessor) {
        AnnotatedType declared = accessor.getAnnotatedReturnType();
        AnnotatedType value = is(declared, Optional.class) ? argument(declared) : declared;
        boolean list = is(value, List.class);
        AnnotatedType item = list ? argument(value) : value;
        // that of a list stands at its items, as SmallRye Config wants it
        WithConverter converter = (list ? item : accessor).getAnnotation(WithConverter.class);
        SettingType one = single(accessor, (Class<?>) item.getType(), converter);
        return list ? new SettingType("list", true, one.reader) : one;
    }

    private static SettingType single(Method accessor, Class<?> type, WithConverter converter) {
        if (converter != null) {
            return of("text", converted(converter.value()));
        }
        if (type == boolean.class) {
            return of("`true`, `false`", SettingType::bool);
        }
        if (type == int.class || type == OptionalInt.class) {
            return number(accessor.getAnnotation(Min.class), accessor.getAnnotation(Max.class));
        }
        if (type == double.class) {
            return decimal(accessor.getAnnotation(DecimalMin.class), accessor.getAnnotation(DecimalMax.class));
        }
        if (type == Duration.class) {
            return duration(accessor.getAnnotation(DurationRange.class));
        }
        if (type == MemorySize.class) {
            return size(accessor.getAnnotation(SizeRange.class));
        }
        if (type.isEnum()) {
            return words(type);
        }
        if (type == String.class) {
            return of("text", UnaryOperator.identity());
        }
        throw new IllegalStateException(accessor + " has a type that no setting can have");
    }

    private static SettingType of(String values, UnaryOperator<String> reader) {
        return new SettingType(values, false, reader);
    }

    private static UnaryOperator<String> converted(Class<? extends Converter<?>> type) {
        try {
            Converter<?> converter = type.getDeclaredConstructor().newInstance();
            return text -> converter.convert(text).toString();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type + " has no public constructor without parameters", e);
        }
    }

    private static String bool(String text) {
        return BooleanParser.parse(text)
                .map(String::valueOf)
                .orElseThrow(() -> new IllegalArgumentException("must be true or false"));
    }

    private static SettingType number(Min min, Max max) {
        String rule = "must be a whole number from " + min.value() + " to " + max.value();
        return of("`" + min.value() + "` to `" + max.value() + "`", text -> {
            require(text.matches("[+-]?[0-9]{1,18}"), rule);
            long number = Long.parseLong(text);
            require(number >= min.value() && number <= max.value(), rule);
            return Long.toString(number);
        });
    }

    private static SettingType decimal(DecimalMin min, DecimalMax max) {
        String rule = "must be a number from " + min.value() + " to " + max.value();
        return of("`" + min.value() + "` to `" + max.value() + "`", text -> {
            require(text.matches("[+-]?[0-9]{1,18}(\\.[0-9]{1,18})?"), rule);
            BigDecimal number = new BigDecimal(text);
            require(
                    number.compareTo(new BigDecimal(min.value())) >= 0
                            && number.compareTo(new BigDecimal(max.value())) <= 0,
                    rule);
            return number.toPlainString();
        });
    }

    private static SettingType duration(DurationRange range) {
        Duration min = DurationParser.parse(range.min()).orElseThrow();
        Duration max = DurationParser.parse(range.max()).orElseThrow();
        String rule = "must be a duration such as 90s, 5m, 1h or 7d, from " + range.min() + " to " + range.max();
        return of("`" + range.min() + "` to `" + range.max() + "`", text -> {
            Duration read = DurationParser.parse(text).orElseThrow(() -> new IllegalArgumentException(rule));
            require(read.compareTo(min) >= 0 && read.compareTo(max) <= 0, rule);
            return read.toString();
        });
    }

    private static SettingType size(SizeRange range) {
        long min = SizeParser.parse(range.min()).orElseThrow();
        long max = SizeParser.parse(range.max()).orElseThrow();
        String rule = "must be a size such as 512K, 50MB or 2GiB, from " + range.min() + " to " + range.max();
        return of("`" + range.min() + "` to `" + range.max() + "`", text -> {
            long read = SizeParser.parse(text).orElseThrow(() -> new IllegalArgumentException(rule));
            require(read >= min && read <= max, rule);
            return Long.toString(read);
        });
    }

    private static SettingType words(Class<?> type) {
        List<String> words = Arrays.stream(type.getEnumConstants())
                .map(word -> ((Enum<?>) word).name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .toList();
        String rule = "must be one of: " + String.join(", ", words);
        return of(words.stream().map(word -> "`" + word + "`").collect(Collectors.joining(", ")), text -> {
            require(words.contains(text), rule);
            return text;
        });
    }

    private static void require(boolean kept, String rule) {
        if (!kept) {
            throw new IllegalArgumentException(rule);
        }
    }

    private static boolean is(AnnotatedType type, Class<?> generic) {
        return type.getType() instanceof ParameterizedType parameterized && parameterized.getRawType() == generic;
    }

    private static AnnotatedType argument(AnnotatedType type) {
        return ((AnnotatedParameterizedType) type).getAnnotatedActualTypeArguments()[0];
    }
}
