package org.meshgate.cli.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The name of this machine, without asking a name server. */
public final class HostName {

    private static final Path KERNEL = Path.of("/proc/sys/kernel/hostname");
    private static final Pattern UNSAFE = Pattern.compile("[^A-Za-z0-9._-]");
    private static final int MAX_LENGTH = 48;

    private HostName() {}

    /** At most 48 letters, digits, dots, dashes and underscores, beginning with a letter or digit. */
    public static String of(Map<String, String> environment) {
        String name = kernel().or(() -> Optional.ofNullable(environment.get("HOSTNAME")))
                .map(text -> UNSAFE.matcher(text.strip()).replaceAll("_"))
                .map(text -> text.replaceFirst("^[^A-Za-z0-9]+", ""))
                .orElse("");
        return name.isEmpty() ? "worker" : name.substring(0, Math.min(name.length(), MAX_LENGTH));
    }

    private static Optional<String> kernel() {
        try {
            return Optional.of(Files.readString(KERNEL)).filter(text -> !text.isBlank());
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
