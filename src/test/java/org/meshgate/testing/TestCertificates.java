package org.meshgate.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/** Certificates for servers of a test, made by the JDK's {@code keytool} in a folder of their own. */
public final class TestCertificates {

    private static final String PASSWORD = "of-a-test";

    private final Path folder = ServerProgram.folder();

    /** A file with the certificate of a new authority, in PEM. */
    public Path authority(String name) {
        generate(name, "-ext", "bc:c", "-validity", "30");
        return certificate(name);
    }

    /**
     * A new certificate for a server.
     *
     * @param names as {@code keytool} wants alternative names, such as {@code dns:localhost}
     * @param begin and for how many days from then on
     */
    public void server(String name, String authority, String names, String begin, int days) {
        generate(name, "-signer", authority, "-ext", "san=" + names, "-startdate", begin, "-validity", "" + days);
        certificate(name);
        write(name + ".key", "PRIVATE KEY", entry(store -> store.getKey(name, PASSWORD.toCharArray())
                .getEncoded()));
    }

    public Path certificate(String name) {
        return write(name + ".pem", "CERTIFICATE", entry(store -> store.getCertificate(name)
                .getEncoded()));
    }

    public Path key(String name) {
        return folder.resolve(name + ".key");
    }

    /** For a server of the JDK that has this certificate. */
    public SSLContext context(String name) {
        return entry(store -> {
            KeyStore own = KeyStore.getInstance("PKCS12");
            char[] password = PASSWORD.toCharArray();
            own.load(null, password);
            own.setKeyEntry(name, store.getKey(name, password), password, store.getCertificateChain(name));
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(own, password);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), new TrustManager[0], new SecureRandom());
            return context;
        });
    }

    private interface Reading<T> {
        T of(KeyStore store) throws GeneralSecurityException, IOException;
    }

    private <T> T entry(Reading<T> reading) {
        try (InputStream in = Files.newInputStream(folder.resolve("store.p12"))) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, PASSWORD.toCharArray());
            return reading.of(store);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private Path write(String file, String label, byte[] content) {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        try {
            return Files.writeString(
                    folder.resolve(file),
                    "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void generate(String name, String... more) {
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-noprompt"));
        words.addAll(List.of("-alias", name, "-dname", "CN=" + name, "-keyalg", "EC"));
        words.addAll(List.of("-keystore", folder.resolve("store.p12").toString(), "-storepass", PASSWORD));
        words.addAll(List.of(more));
        try {
            Process process =
                    new ProcessBuilder(words).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError(output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
