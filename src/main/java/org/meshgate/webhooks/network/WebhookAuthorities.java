package org.meshgate.webhooks.network;

import io.vertx.core.net.TrustOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.meshgate.config.reader.ConfigException;

/** The authorities that may sign certificates of endpoints: those of the system, and those of {@code webhooks.ca_file}. */
final class WebhookAuthorities {

    private static final long MAX_SIZE = 1024 * 1024;

    private WebhookAuthorities() {}

    /**
     * Reads a file of PEM certificates, and trusts them besides the authorities of the system.
     *
     * @throws ConfigException when it cannot be read, or has no certificate
     */
    static TrustOptions with(Path file) {
        try {
            if (Files.size(file) > MAX_SIZE) {
                throw complaint(file, "is too large for a few certificates");
            }
            List<Certificate> trusted = new ArrayList<>(CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(file))));
            if (trusted.isEmpty()) {
                throw complaint(file, "holds no certificate");
            }
            trusted.addAll(ofTheSystem());
            return TrustOptions.wrap(manager(trusted));
        } catch (IOException unreadable) {
            throw complaint(file, "cannot be read");
        } catch (GeneralSecurityException broken) {
            throw complaint(file, "holds no certificate in PEM form that can be read");
        }
    }

    private static List<X509Certificate> ofTheSystem() throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init((KeyStore) null);
        List<X509Certificate> all = new ArrayList<>();
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509TrustManager certificates) {
                all.addAll(List.of(certificates.getAcceptedIssuers()));
            }
        }
        return all;
    }

    private static TrustManager manager(List<Certificate> trusted) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        for (int i = 0; i < trusted.size(); i++) {
            store.setCertificateEntry("authority-" + i, trusted.get(i));
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers()[0];
    }

    private static ConfigException complaint(Path file, String what) {
        return new ConfigException("webhooks.ca_file: " + file + " " + what);
    }
}
