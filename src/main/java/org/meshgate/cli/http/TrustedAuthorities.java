package org.meshgate.cli.http;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.meshgate.cli.support.CommandFailure;
import org.meshgate.cli.support.FailureReason;

/** Reads certificate authorities of one's own. */
public final class TrustedAuthorities {

    private TrustedAuthorities() {}

    /**
     * As {@link #of}.
     *
     * @param option which names the file, for the message
     * @throws CommandFailure when the file cannot be read or has no certificate
     */
    public static SSLContext required(String option, Path pem) {
        try {
            return of(pem);
        } catch (IOException e) {
            throw new CommandFailure(option + " " + pem + " cannot be read (" + FailureReason.of(e) + ").");
        }
    }

    /**
     * Trusts the authorities of a PEM file alone, in place of those of the JDK.
     *
     * @throws IOException when the file cannot be read or has no certificate
     */
    public static SSLContext of(Path pem) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(pem))) {
            Collection<? extends Certificate> certificates =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (certificates.isEmpty()) {
                throw new IOException("has no certificate");
            }
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int number = 0;
            for (Certificate certificate : certificates) {
                store.setCertificateEntry("ca-" + number++, certificate);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("has no certificate in PEM form", e);
        }
    }
}
