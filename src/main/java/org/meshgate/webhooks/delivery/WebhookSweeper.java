package org.meshgate.webhooks.delivery;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.meshgate.config.MeshgateConfig;
import org.meshgate.identity.store.TokenStore;
import org.meshgate.identity.token.TokenKind;
import org.meshgate.redis.CursorScan;
import org.meshgate.runtime.PeriodicTasks;
import org.meshgate.webhooks.endpoint.EndpointOwner;

/**
 * Visits all owners of endpoints every few minutes: removes what is too old from the logs, and adds deliveries about API
 * tokens that end within {@link #BEFORE_END}. The endpoints of the server are told of the tokens of service accounts.
 * Replicas do this side by side; each token is told of once.
 */
@ApplicationScoped
public class WebhookSweeper {

    /** How long before its end a token is told of. */
    public static final Duration BEFORE_END = Duration.ofDays(14);

    private static final Logger LOG = Logger.getLogger(WebhookSweeper.class);

    private static final Duration INTERVAL = Duration.ofMinutes(10);
    private static final int MAX_SERVICE_ACCOUNTS = 1000;

    /** More API tokens of one account do not end in two weeks. */
    private static final int MAX_TOKENS = 1000;

    private final WebhookSweepStore store;
    private final TokenStore tokens;
    private final Clock clock;
    private final boolean accounts;

    WebhookSweeper(WebhookSweepStore store, TokenStore tokens, Clock clock, MeshgateConfig config) {
        this.store = store;
        this.tokens = tokens;
        this.clock = clock;
        this.accounts = config.security().userAuthEnabled();
    }

    void start(@Observes StartupEvent event, PeriodicTasks periodicTasks) {
        if (accounts) {
            periodicTasks.every(INTERVAL, LOG, "Webhooks are not swept at the moment", this::sweep);
        }
    }

    /** Visits every owner. */
    Uni<Void> sweep() {
        return CursorScan.of(store::owners, WebhookSweepStore.Owners::next)
                .onItem()
                .transformToUniAndConcatenate(owners -> each(owners.ids(), this::sweep))
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Void> sweep(String owner) {
        return store.sweep(owner).chain(subscribers -> {
            if (subscribers == 0) {
                return Uni.createFrom().voidItem();
            }
            return owner.equals(EndpointOwner.SERVER.id())
                    ? store.serviceAccounts(MAX_SERVICE_ACCOUNTS)
                            .chain(accounts -> each(accounts, account -> tell(owner, account)))
                    : tell(owner, owner);
        });
    }

    private Uni<Void> tell(String owner, String account) {
        Instant now = clock.instant();
        return tokens.ending(account, now, now.plus(BEFORE_END), MAX_TOKENS)
                .map(ending -> ending.stream()
                        .filter(token -> token.kind() == TokenKind.API
                                && token.successor().isEmpty())
                        .toList())
                .chain(ending -> ending.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : store.tell(owner, ending).replaceWithVoid());
    }

    private static Uni<Void> each(List<String> ids, Function<String, Uni<Void>> step) {
        return Multi.createFrom()
                .iterable(ids)
                .onItem()
                .transformToUniAndConcatenate(step::apply)
                .collect()
                .last()
                .replaceWithVoid();
    }
}
