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
import org.meshgate.problem.LinkExpiredException;
import org.meshgate.problem.LinkInvalidException;

/**
 * From a signed link to the caller it stands for: the user to whom it was shown, as they are now, so that a link ends with
 * its user's account and with the role by which they saw the file.
 */
@ApplicationScoped
class LinkVerifier {

    /** An administrator's link may show what is somebody else's; it was made by a token that could. */
    private static final Scopes LINK_SCOPES = Scopes.of(Scope.JOBS_READ, Scope.ADMIN);

    private final boolean accounts;
    private final SignedLinks links;
    private final UserStore identities;

    LinkVerifier(MeshgateConfig config, SignedLinks links, UserStore identities) {
        this.accounts = config.security().userAuthEnabled();
        this.links = links;
        this.identities = identities;
    }

    /** The caller; fails with {@link LinkInvalidException} or {@link LinkExpiredException}. */
    Uni<Caller> verify(String path, SignedLinkParameters query) {
        return links.signer().chain(signer -> caller(signer.check(path, query.exp(), query.sig())));
    }

    /**
     * Whether a link that was good still stands for the same caller.
     *
     * @return fails when Redis cannot be asked
     */
    Uni<Boolean> stillOpens(String path, SignedLinkParameters query, Caller before) {
        return verify(path, query)
                .map(before::equals)
                .onFailure(
                        failure -> failure instanceof LinkInvalidException || failure instanceof LinkExpiredException)
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
                        ? new LinkExpiredException()
                        : new LinkInvalidException());
    }

    private Uni<Caller> account(String viewer) {
        if (viewer.equals(LinkSigner.ANONYMOUS)) { // made while the server had no accounts
            return Uni.createFrom().failure(LinkInvalidException::new);
        }
        return identities.find(viewer).map(found -> account(found));
    }

    private static Caller account(Optional<UserAndTokenCount> found) {
        User user = found.map(entry -> entry.user().user()).filter(User::active).orElseThrow(LinkInvalidException::new);
        return new Caller.Account(
                user.id(), user.username(), user.role(), Caller.Account.LINK, LINK_SCOPES.and(Scopes.of(user.role())));
    }
}
