package org.meshgate.config.reader;

import io.smallrye.config.ConfigSourceInterceptor;
import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigValue;
import jakarta.annotation.Priority;
import java.util.Iterator;
import java.util.Spliterators;
import java.util.function.UnaryOperator;
import java.util.stream.StreamSupport;

/**
 * Resolves the settings of Meshgate, and the Quarkus names that would change them, only to the values of {@link
 * LaunchConfig}. Quarkus would otherwise read them from environment variables ({@code MESHGATE_…}, {@code
 * QUARKUS_HTTP_PORT}), from a {@code .env} file and from a {@code config} folder as well, without validation. Values
 * are literal: expressions are not expanded. Without a launch, in tests and while the program is built, it does
 * nothing.
 */
@Priority(LaunchConfigInterceptor.FIRST)
public class LaunchConfigInterceptor implements ConfigSourceInterceptor {

    private static final long serialVersionUID = 1L;

    /** Higher than the priorities of the library, which are below 4000. */
    static final int FIRST = 10_000;

    private static final int ORDINAL = 1000;

    private final transient UnaryOperator<String> systemProperty;

    /** For the service loader. */
    public LaunchConfigInterceptor() {
        this(System::getProperty);
    }

    LaunchConfigInterceptor(UnaryOperator<String> systemProperty) {
        this.systemProperty = systemProperty;
    }

    @Override
    public ConfigValue getValue(ConfigSourceInterceptorContext context, String name) {
        if (!isSealed(name)) {
            return context.proceed(name);
        }
        String value = systemProperty.apply(name);
        return value == null
                ? null
                : ConfigValue.builder()
                        .withName(name)
                        .withValue(value)
                        .withRawValue(value)
                        .withConfigSourceName("Meshgate")
                        .withConfigSourceOrdinal(ORDINAL)
                        .build();
    }

    @Override
    public Iterator<String> iterateNames(ConfigSourceInterceptorContext context) {
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(context.iterateNames(), 0), false)
                .filter(name -> !isSealed(name) || systemProperty.apply(name) != null)
                .iterator();
    }

    private boolean isSealed(String name) {
        return LaunchConfig.isReserved(name) && systemProperty.apply(LaunchConfig.MARKER) != null;
    }
}
