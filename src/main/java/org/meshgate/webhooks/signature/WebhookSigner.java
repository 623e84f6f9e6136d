package org.meshgate.webhooks.signature;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.meshgate.runtime.Digests;

/**
 * Signs deliveries by Standard Webhooks: with the secrets of the endpoint ({@code v1}, HMAC-SHA-256) and with the key of
 * the server ({@code v1a}, Ed25519). No I/O.
 */
public final class WebhookSigner {

    private static final String SECRET_PREFIX = "whsec_";
    private static final String PUBLIC_KEY_PREFIX = "whpk_";
    private static final String SYMMETRIC = "v1,";
    private static final String ASYMMETRIC = "v1a,";

    private final byte[] master;
    private final Ed25519Key serverKey;

    /** @param master the secret from which all keys are derived, of any length, not empty */
    WebhookSigner(byte[] master) {
        this.master = master.clone();
        this.serverKey = Ed25519Key.ofSeed(derive("ed25519"));
    }

    /**
     * The headers of an attempt.
     *
     * @param id of the delivery, the same in all attempts
     * @param time of the attempt
     * @param body exactly as it is sent
     * @param versions of the endpoint's secret, the current one first
     */
    public Map<String, String> headers(
            String id, Instant time, byte[] body, String endpointId, List<Integer> versions) {
        String timestamp = Long.toString(time.getEpochSecond());
        byte[] content = content(id + "." + timestamp + ".", body);
        String signatures = Stream.concat(
                        versions.stream()
                                .map(version -> SYMMETRIC
                                        + base64(Digests.hmacSha256(endpointKey(endpointId, version), content))),
                        Stream.of(ASYMMETRIC + base64(serverKey.sign(content))))
                .collect(Collectors.joining(" "));
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("webhook-id", id);
        headers.put("webhook-timestamp", timestamp);
        headers.put("webhook-signature", signatures);
        return headers;
    }

    String secret(String endpointId, int version) {
        return SECRET_PREFIX + base64(endpointKey(endpointId, version));
    }

    String publicKey() {
        return PUBLIC_KEY_PREFIX + base64(serverKey.publicKey());
    }

    private byte[] endpointKey(String endpointId, int version) {
        return derive("endpoint " + endpointId + " " + version);
    }

    /** One key for each purpose, as HKDF-Expand (RFC 5869) makes the first 32 bytes. */
    private byte[] derive(String purpose) {
        byte[] info = ("meshgate webhooks " + purpose + "\u0001").getBytes(StandardCharsets.UTF_8);
        return Digests.hmacSha256(master, info);
    }

    private static byte[] content(String head, byte[] body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(head.length() + body.length);
        bytes.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
        bytes.writeBytes(body);
        return bytes.toByteArray();
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
