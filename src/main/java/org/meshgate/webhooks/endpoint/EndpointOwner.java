package org.meshgate.webhooks.endpoint;

/**
 * Whose events an endpoint is told of.
 *
 * @param id a user id, or {@code server}
 */
public record EndpointOwner(String id) {

    /** All jobs of the server. Administrators manage its endpoints. */
    public static final EndpointOwner SERVER = new EndpointOwner("server");

    private static final int MAX_ENDPOINTS_OF_USER = 10;
    private static final int MAX_ENDPOINTS_OF_SERVER = 20;

    /** The jobs and tokens of one user. */
    public static EndpointOwner user(String userId) {
        return new EndpointOwner(userId);
    }

    /** The number of endpoints that it may have. */
    public int maxEndpoints() {
        return equals(SERVER) ? MAX_ENDPOINTS_OF_SERVER : MAX_ENDPOINTS_OF_USER;
    }
}
