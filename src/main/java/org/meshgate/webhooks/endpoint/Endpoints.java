package org.meshgate.webhooks.endpoint;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.meshgate.identity.Ids;
import org.meshgate.problem.ProblemType;
import org.meshgate.problem.StorageUnavailableException;
import org.meshgate.problem.ValidationFailedException;
import org.meshgate.webhooks.endpoint.WebhookEndpoint.EndpointState;
import org.meshgate.webhooks.network.SsrfGuard;
import org.meshgate.webhooks.network.SsrfGuard.Verdict;
import org.meshgate.webhooks.network.WebhookUrl;
import org.meshgate.webhooks.signature.WebhookKeys;

/**
 * Registers, lists, changes and removes endpoints. Every method about an endpoint fails with
 * {@link ProblemType#WEBHOOK_NOT_FOUND} when the owner has none of this id.
 */
@ApplicationScoped
public class Endpoints {

    private static final EndpointState NEW =
            new EndpointState(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), 0, 0);

    private final EndpointStore store;
    private final SsrfGuard guard;
    private final WebhookKeys keys;
    private final Ids ids;
    private final Clock clock;

    Endpoints(EndpointStore store, SsrfGuard guard, WebhookKeys keys, Ids ids, Clock clock) {
        this.store = store;
        this.guard = guard;
        this.keys = keys;
        this.ids = ids;
        this.clock = clock;
    }

    /** An endpoint and its current secret, which is shown only once. */
    public record IssuedSecret(String secret, WebhookEndpoint endpoint) {

        @Override
        public String toString() {
            return "IssuedSecret[" + endpoint + "]";
        }
    }

    /**
     * Registers an endpoint.
     *
     * @param events their types
     * @param baseUrl where the client reached the server
     * @return fails with {@link ValidationFailedException}, {@link ProblemType#TOO_MANY_WEBHOOKS}, or
     *     {@link StorageUnavailableException}
     */
    public Uni<IssuedSecret> create(
            EndpointOwner owner, String url, List<String> events, Optional<String> description, String baseUrl) {
        WebhookEndpoint endpoint = new WebhookEndpoint(
                ids.newWebhookId(),
                owner,
                requireAllowed(url),
                EndpointRules.events(events),
                description.map(EndpointRules::description).orElse(""),
                baseUrl,
                clock.instant().truncatedTo(ChronoUnit.MILLIS),
                1,
                Optional.empty(),
                NEW);
        return keys.secret(endpoint.id(), 1).chain(secret -> store.add(endpoint).map(addition -> switch (addition) {
            case ADDED -> new IssuedSecret(secret, endpoint);
            case FULL -> throw ProblemType.TOO_MANY_WEBHOOKS.exception(owner.maxEndpoints());
            case GONE -> throw ProblemType.INVALID_TOKEN.exception();
        }));
    }

    /** All endpoints of an owner, the oldest first. */
    public Uni<List<WebhookEndpoint>> list(EndpointOwner owner) {
        return store.list(owner);
    }

    /** One endpoint. */
    public Uni<WebhookEndpoint> get(EndpointOwner owner, String id) {
        return requireId(id)
                .chain(() -> store.find(owner, id))
                .map(found -> found.orElseThrow(ProblemType.WEBHOOK_NOT_FOUND::exception));
    }

    /**
     * Changes an endpoint: what is absent stays. An endpoint that is enabled again gets what waits.
     *
     * @param events their types
     * @return fails with {@link ValidationFailedException} too
     */
    public Uni<WebhookEndpoint> change(
            EndpointOwner owner,
            String id,
            Optional<String> url,
            Optional<List<String>> events,
            Optional<String> description,
            Optional<Boolean> enabled) {
        EndpointChange change = new EndpointChange(
                url.map(this::requireAllowed),
                events.map(EndpointRules::events),
                description.map(EndpointRules::description),
                enabled);
        return requireId(id).chain(() -> store.change(owner, id, change)).chain(changed -> get(owner, id));
    }

    /** Replaces the secret. The former one signs as well for {@link WebhookEndpoint#ROTATION_OVERLAP}. */
    public Uni<IssuedSecret> rotateSecret(EndpointOwner owner, String id) {
        return requireId(id)
                .chain(() -> store.rotate(owner, id))
                .chain(version -> keys.secret(id, version.orElseThrow(ProblemType.WEBHOOK_NOT_FOUND::exception)))
                .chain(secret -> get(owner, id).map(endpoint -> new IssuedSecret(secret, endpoint)));
    }

    /** Removes an endpoint with its queue and log. */
    public Uni<Void> remove(EndpointOwner owner, String id) {
        return requireId(id)
                .chain(() -> store.remove(owner, Optional.of(id)))
                .invoke(removed -> {
                    if (removed == 0) {
                        throw ProblemType.WEBHOOK_NOT_FOUND.exception();
                    }
                })
                .replaceWithVoid();
    }

    /** Removes all endpoints of an owner. */
    public Uni<Void> removeAll(EndpointOwner owner) {
        return store.remove(owner, Optional.empty()).replaceWithVoid();
    }

    private String requireAllowed(String url) {
        if (guard.check(url) instanceof Verdict.Refused<WebhookUrl> refused) {
            throw new ValidationFailedException("url", refused.reason());
        }
        return url;
    }

    /** Fails with {@link ProblemType#WEBHOOK_NOT_FOUND} for a text without the form of an id. */
    public static Uni<Void> requireId(String id) {
        return WebhookEndpoint.isId(id)
                ? Uni.createFrom().voidItem()
                : Uni.createFrom().failure(ProblemType.WEBHOOK_NOT_FOUND.exception());
    }
}
