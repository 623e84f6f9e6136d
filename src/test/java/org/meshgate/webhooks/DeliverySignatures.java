package org.meshgate.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.standardwebhooks.Webhook;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.meshgate.webhooks.Receiver.Request;

/** Verifies signatures as a receiver does: by the library of Standard Webhooks, and by the JDK. */
public final class DeliverySignatures {

    /** Before the 32 bytes of an Ed25519 key in its X.509 form (RFC 8410). */
    private static final String X509_PREFIX = "302a300506032b6570032100";

    private static final String SIGNATURES = "webhook-signature";
    private static final String BY_SERVER_KEY = "v1a,";

    private DeliverySignatures() {}

    /**
     * Asserts that a request has two valid signatures.
     *
     * @param secret of the endpoint
     * @param publicKey of the server, as it publishes it
     */
    public static void verify(Request request, String secret, String publicKey) {
        assertThat(request.headers().get(SIGNATURES).split(" ")).hasSize(2);
        HttpHeaders headers = HttpHeaders.of(
                request.headers().entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, header -> List.of(header.getValue()))),
                (name, value) -> true);
        assertThatCode(() -> new Webhook(secret).verify(request.body(), headers))
                .doesNotThrowAnyException();
        assertThat(isByServerKey(request, publicKey)).isTrue();
    }

    private static boolean isByServerKey(Request request, String publicKey) {
        String key = HexFormat.of().formatHex(Base64.getDecoder().decode(publicKey.replaceFirst("^whpk_", "")));
        byte[] encoded = HexFormat.of().parseHex(X509_PREFIX + key);
        String content = request.id() + "." + request.headers().get("webhook-timestamp") + "." + request.body();
        String signature = List.of(request.headers().get(SIGNATURES).split(" ")).stream()
                .filter(text -> text.startsWith(BY_SERVER_KEY))
                .findFirst()
                .orElseThrow();
        try {
            Signature verifier = Signature.getInstance("Ed25519");
            verifier.initVerify(KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded)));
            verifier.update(content.getBytes(StandardCharsets.UTF_8));
            return verifier.verify(Base64.getDecoder().decode(signature.substring(BY_SERVER_KEY.length())));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
