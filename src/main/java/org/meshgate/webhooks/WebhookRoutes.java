package org.meshgate.webhooks;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.meshgate.audit.AuditAction;
import org.meshgate.audit.AuditEntryBuilder;
import org.meshgate.audit.AuditTrail;
import org.meshgate.caller.CurrentCaller;
import org.meshgate.http.PublicUrl;
import org.meshgate.problem.ProblemType;
import org.meshgate.runtime.vertx.CurrentRequest;
import org.meshgate.webhooks.dto.CreateWebhookRequest;
import org.meshgate.webhooks.dto.UpdateWebhookRequest;
import org.meshgate.webhooks.dto.WebhookDeletedResponse;
import org.meshgate.webhooks.dto.WebhookInfo;
import org.meshgate.webhooks.dto.WebhookListResponse;
import org.meshgate.webhooks.dto.WebhookResponse;
import org.meshgate.webhooks.dto.WebhookSecretResponse;
import org.meshgate.webhooks.endpoint.EndpointOwner;
import org.meshgate.webhooks.endpoint.Endpoints;
import org.meshgate.webhooks.endpoint.Endpoints.IssuedSecret;
import org.meshgate.webhooks.endpoint.WebhookEvent;

/** What the routes of users and of administrators have in common: requests, responses and audit entries. */
@ApplicationScoped
class WebhookRoutes {

    private static final String OWNER = "owner";

    private final Endpoints endpoints;
    private final CurrentCaller caller;
    private final CurrentRequest request;
    private final PublicUrl publicUrl;
    private final AuditTrail audit;

    WebhookRoutes(
            Endpoints endpoints, CurrentCaller caller, CurrentRequest request, PublicUrl publicUrl, AuditTrail audit) {
        this.endpoints = endpoints;
        this.caller = caller;
        this.request = request;
        this.publicUrl = publicUrl;
        this.audit = audit;
    }

    Uni<WebhookSecretResponse> create(EndpointOwner owner, CreateWebhookRequest wanted) {
        String base = request.context().map(publicUrl::base).orElseThrow(ProblemType.NOT_FOUND::exception);
        return entry(AuditAction.WEBHOOK_CREATE, owner)
                .record(
                        endpoints.create(
                                owner, wanted.url(), wanted.events(), Optional.ofNullable(wanted.description()), base),
                        (entry, issued) -> entry.target(issued.endpoint().id())
                                .detail("events", types(issued.endpoint().events())))
                .map(WebhookRoutes::secret);
    }

    Uni<WebhookListResponse> list(EndpointOwner owner) {
        return endpoints
                .list(owner)
                .map(all -> new WebhookListResponse(
                        true, all.stream().map(WebhookInfo::of).toList(), all.size(), owner.maxEndpoints()));
    }

    Uni<WebhookResponse> get(EndpointOwner owner, String id) {
        return endpoints.get(owner, id).map(endpoint -> new WebhookResponse(true, WebhookInfo.of(endpoint)));
    }

    Uni<WebhookResponse> change(EndpointOwner owner, String id, UpdateWebhookRequest wanted) {
        AuditEntryBuilder entry = entry(AuditAction.WEBHOOK_UPDATE, owner).target(id);
        Optional.ofNullable(wanted.enabled()).ifPresent(on -> entry.detail("enabled", on.toString()));
        if (wanted.url() != null) {
            entry.detail("url", "changed");
        }
        return entry.record(
                        endpoints.change(
                                owner,
                                id,
                                Optional.ofNullable(wanted.url()),
                                Optional.ofNullable(wanted.events()),
                                Optional.ofNullable(wanted.description()),
                                Optional.ofNullable(wanted.enabled())),
                        (done, endpoint) -> done.detail("events", types(endpoint.events())))
                .map(endpoint -> new WebhookResponse(true, WebhookInfo.of(endpoint)));
    }

    Uni<WebhookDeletedResponse> remove(EndpointOwner owner, String id) {
        return entry(AuditAction.WEBHOOK_DELETE, owner)
                .target(id)
                .record(endpoints.remove(owner, id))
                .replaceWith(new WebhookDeletedResponse(true, "Webhook deleted"));
    }

    Uni<WebhookSecretResponse> rotateSecret(EndpointOwner owner, String id) {
        return entry(AuditAction.WEBHOOK_ROTATE_SECRET, owner)
                .target(id)
                .record(endpoints.rotateSecret(owner, id))
                .map(WebhookRoutes::secret);
    }

    /** The endpoints of the caller. */
    EndpointOwner own() {
        return EndpointOwner.user(caller.account().userId());
    }

    private AuditEntryBuilder entry(AuditAction action, EndpointOwner owner) {
        return audit.by(caller.get(), action).detail(OWNER, owner.id());
    }

    private static String types(List<WebhookEvent> events) {
        return String.join(" ", events.stream().map(WebhookEvent::type).toList());
    }

    private static WebhookSecretResponse secret(IssuedSecret issued) {
        return new WebhookSecretResponse(true, issued.secret(), WebhookInfo.of(issued.endpoint()));
    }
}
