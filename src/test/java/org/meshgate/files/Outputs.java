package org.meshgate.files;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** A folder of results for tests, and the profiles that use it. */
public class Outputs implements QuarkusTestProfile {

    public static final Path FOLDER = Path.of("target", "test-outputs").toAbsolutePath();

    public Outputs() {}

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of("meshgate.storage.outputs", FOLDER.toString(), "meshgate.limits.base64_download", "1K");
    }

    /** The same, and no accounts, but a key. */
    public static class SimpleMode extends Outputs {
        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> all = new HashMap<>(super.getConfigOverrides());
            all.put("meshgate.security.user_auth_enabled", "false");
            all.put("meshgate.security.api_key_required", "true");
            all.put("meshgate.security.api_keys", "the-key");
            all.put("meshgate.security.link_secret", "a secret of enough length");
            all.put("meshgate.server.public_url", "https://studio.example/3d/");
            all.put("meshgate.server.allowed_hosts", "localhost,Studio.Example:443,[::1]");
            return all;
        }
    }

    public static Path write(String name, String content) {
        return write(name, content.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    static Path write(String name, byte[] content) {
        try {
            Files.createDirectories(FOLDER);
            return Files.write(FOLDER.resolve(name), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
