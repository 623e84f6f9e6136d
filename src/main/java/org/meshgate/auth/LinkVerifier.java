package org.meshgate.auth;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.meshgate.caller.Caller;
import org.meshgate.caller.Scope;
import org.meshgate.caller.Scopes;
import org.meshgate.config.MeshgateConfig;
import org.meshgate.files.link.LinkSigner;
import org.meshgate.files.link.LinkVerification;
import org.meshgate.files.link.SignedLinks;
import org.meshgate.identity.store.UserStore;
import org.meshgate.identity.store.UserStore.UserAndTokenCount;
import org.meshgate.identity.user.User;
import org.meshgate.problem.ProblemType;

/**
 * Resolves a signed link to its caller: the user for whom it was signed, with the current state of their account. A link
 * therefore stops working when the account is disabled or deleted, or loses the role that gave access to the file.
 */
@ApplicationScoped
class LinkVerifier {

    /**
     * With {@code admin}: an administrator's link may open another user's file. It was issued by a token with that
     * scope. With {@code worker}: only workers get links to routes of workers.
     */
    private static final Scopes LINK_SCOPES = Scopes.of(Scope.JOBS_READ, Scope.ADMIN, Scope.WORKER);

    private final boolean accounts;
    private final SignedLinks links;
    private final UserStore users;

    LinkVerifier(MeshgateConfig config, SignedLinks links, UserStore users) {
        this.accounts = config.security().userAuthEnabled();
        this.links = links;
        this.users = users;
    }

    /** The caller of a file link; fails with {@link ProblemType#LINK_INVALID} or {@link ProblemType#LINK_EXPIRED}. */
    Uni<Caller> verify(String path, SignedLinkParameters query) {
        return links.signer().chain(signer -> caller(signer.check(path, query.exp(), query.sig())));
    }

    /**
     * Whether a link that was valid still resolves to the same caller.
     *
     * @return fails when Redis is unavailable
     */
    Uni<Boolean> stillOpens(String path, SignedLinkParameters query, Caller before) {
        return verify(path, query)
                .map(before::equals)
                .onFailure(failure ->
                        ProblemType.LINK_INVALID.matches(failure) || ProblemType.LINK_EXPIRED.matches(failure))
                .recoverWithItem(false);
    }

    /** The caller of a link that opens a folder; fails as {@link #verify(String, SignedLinkParameters)}. */
    Uni<Caller> verify(FolderLink link) {
        return links.signer().chain(signer -> caller(signer.checkFolder(link.folder(), link.step())));
    }

    private Uni<Caller> caller(LinkVerification check) {
        if (check instanceof LinkVerification.Valid valid) {
            return accounts ? account(valid.viewer()) : Uni.createFrom().item(new Caller.Anonymous());
        }
        return Uni.createFrom()
                .failure(() -> check instanceof LinkVerification.Expired
                        ? ProblemType.LINK_EXPIRED.exception()
                        : ProblemType.LINK_INVALID.exception());
    }

    private Uni<Caller> account(String viewer) {
        if (viewer.equals(LinkSigner.ANONYMOUS)) { // issued in simple mode
            return Uni.createFrom().failure(ProblemType.LINK_INVALID::exception);
        }
        return users.find(viewer).map(found -> account(found));
    }

    private static Caller account(Optional<UserAndTokenCount> found) {
        User user = found.map(entry -> entry.user().user())
                .filter(User::active)
                .orElseThrow(ProblemType.LINK_INVALID::exception);
        return new Caller.Account(
                user.id(),
                user.username(),
                user.role(),
                Caller.Account.LINK,
                LINK_SCOPES.and(Scopes.grantable(user.role())));
    }
}
