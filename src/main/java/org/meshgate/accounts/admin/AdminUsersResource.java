package org.meshgate.accounts.admin;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.meshgate.accounts.admin.UserAdministration.Change;
import org.meshgate.accounts.admin.UserSearch.Query;
import org.meshgate.accounts.admin.UserSearch.SearchPage;
import org.meshgate.accounts.admin.dto.PasswordResetRequest;
import org.meshgate.accounts.admin.dto.RevokeUserTokensResponse;
import org.meshgate.accounts.admin.dto.UserDetailsResponse;
import org.meshgate.accounts.admin.dto.UserLimitsInfo;
import org.meshgate.accounts.admin.dto.UserListResponse;
import org.meshgate.accounts.admin.dto.UserResponse;
import org.meshgate.accounts.admin.dto.UserUpdateRequest;
import org.meshgate.accounts.dto.CursorPagination;
import org.meshgate.accounts.dto.MessageResponse;
import org.meshgate.accounts.dto.PublicUser;
import org.meshgate.accounts.validation.AccountRules;
import org.meshgate.audit.AuditAction;
import org.meshgate.audit.AuditEntryBuilder;
import org.meshgate.audit.AuditTrail;
import org.meshgate.audit.CrossUserAccessAudit;
import org.meshgate.caller.AccountsOnly;
import org.meshgate.caller.AdminOnly;
import org.meshgate.caller.CurrentCaller;
import org.meshgate.caller.RequiresScope;
import org.meshgate.caller.Scope;
import org.meshgate.http.Paging;
import org.meshgate.problem.ProblemResponses;
import org.meshgate.problem.ProblemType;
import org.meshgate.problem.ValidationFailedException;

/** User administration (user management guide, "Admin Endpoints"). */
@RegisterForReflection // for the Allow header
@Path("/api/v1/users/admin/users")
@AccountsOnly
@AdminOnly
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Administration")
@RequiresScope(Scope.ADMIN)
public class AdminUsersResource {

    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 500;

    private final UserAdministration administration;
    private final PasswordReset passwordReset;
    private final UserSearch search;
    private final CurrentCaller caller;
    private final AuditTrail audit;
    private final CrossUserAccessAudit accessAudit;

    AdminUsersResource(
            UserAdministration administration,
            PasswordReset passwordReset,
            UserSearch search,
            CurrentCaller caller,
            AuditTrail audit,
            CrossUserAccessAudit accessAudit) {
        this.administration = administration;
        this.passwordReset = passwordReset;
        this.search = search;
        this.caller = caller;
        this.audit = audit;
        this.accessAudit = accessAudit;
    }

    @GET
    @Operation(
            operationId = "listUsers",
            summary = "Users, newest first, or those whose name or address begins with a text",
            description =
                    "A search with q is in the order of names and addresses. A search looks at 5000 users at most, and"
                            + " may so tell fewer than limit although there are more: next_cursor goes on.")
    public Uni<UserListResponse> list(
            @QueryParam("limit") @Parameter(schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "500"))
                    Optional<String> limit,
            @QueryParam("offset") @Parameter(schema = @Schema(type = SchemaType.INTEGER, minimum = "0"))
                    Optional<String> offset,
            @QueryParam("cursor")
                    @Parameter(description = "next_cursor of an earlier answer; offset counts no more then")
                    Optional<String> cursor,
            @QueryParam("q") @Parameter(description = "the prefix of a username or e-mail address, in any case")
                    Optional<String> prefix,
            @QueryParam("role") @Parameter(schema = @Schema(enumeration = {"user", "admin"})) Optional<String> role,
            @QueryParam("active") @Parameter(schema = @Schema(type = SchemaType.BOOLEAN)) Optional<String> active) {
        Paging paging = Paging.of(limit, cursor.isPresent() ? Optional.empty() : offset, DEFAULT_LIMIT, MAX_LIMIT);
        Query query = UserQueryParameters.read(prefix, role, active);
        accessAudit.watch(caller.get(), AuditAction.USER_LIST).listed(Stream.of(Optional.empty()));
        return query.matchesAll() && cursor.isEmpty()
                ? administration.list(paging.offset(), paging.limit()).map(page -> list(paging, page))
                : search.find(query, paging.offset(), paging.limit(), cursor).map(page -> list(paging, page));
    }

    private static UserListResponse list(Paging paging, SearchPage page) {
        List<PublicUser> users = page.users().stream().map(PublicUser::of).toList();
        return new UserListResponse(
                true,
                users,
                users.size(),
                page.total(),
                new CursorPagination(
                        paging.limit(),
                        paging.offset(),
                        page.total(),
                        page.exact(),
                        page.nextCursor().isPresent(),
                        page.nextCursor().orElse(null)));
    }

    @PATCH
    @Cancellable(false)
    @Path("/{user_id}")
    @Consumes(MediaType.APPLICATION_JSON)
    @ProblemResponses({
        ProblemType.ACCOUNT_CHANGED,
        ProblemType.EMAIL_TAKEN,
        ProblemType.LAST_ADMIN,
        ProblemType.SERVICE_ACCOUNT
    })
    @Operation(
            operationId = "updateUser",
            summary =
                    "Change a user's role, activity, e-mail address or limits; it holds for every request from then on",
            description =
                    "A limit that is null is the default again. A disabled user cannot log in, and their tokens and links do not work. The last active"
                            + " administrator stays one.")
    public Uni<UserResponse> change(@PathParam("user_id") String userId, @NotNull UserUpdateRequest update) {
        Change change = change(update);
        AuditEntryBuilder entry =
                audit.by(caller.get(), AuditAction.USER_UPDATE).target(userId);
        change.role().ifPresent(role -> entry.detail("role", role.jsonName()));
        change.active().ifPresent(active -> entry.detail("is_active", active.toString()));
        change.email().ifPresent(email -> entry.detail("email", "changed"));
        change.limits().details().forEach(entry::detail);
        return entry.record(administration.change(userId, change))
                .map(after -> new UserResponse(true, PublicUser.of(after.user()), UserLimitsInfo.of(after.limits())));
    }

    private static Change change(UserUpdateRequest update) {
        Change change = new Change(
                Optional.ofNullable(update.role()).map(text -> UserQueryParameters.role("role", text)),
                Optional.ofNullable(update.active()),
                Optional.ofNullable(update.email()),
                new UserLimitsChange(
                        limit(update.weight()),
                        limit(update.maxQueued()),
                        limit(update.maxRunning()),
                        limit(update.priority()),
                        limit(update.gpuSecondsPerDay()),
                        limit(update.gpuSecondsPerMonth())));
        change.limits().check();
        change.email().flatMap(AccountRules::email).ifPresent(wrong -> {
            throw new ValidationFailedException("email", wrong);
        });
        if (change.isEmpty()) {
            throw new ValidationFailedException(
                    "body",
                    "must have role, is_active, email, weight, max_queued, max_running, priority, gpu_seconds_per_day or"
                            + " gpu_seconds_per_month");
        }
        return change;
    }

    /** @param member null if absent, empty if null in the request */
    private static <T> LimitChange<T> limit(Optional<T> member) {
        return member == null ? LimitChange.unchanged() : LimitChange.to(member);
    }

    @POST
    @Cancellable(false)
    @Path("/{user_id}/password")
    @Consumes(MediaType.APPLICATION_JSON)
    @ProblemResponses({ProblemType.ACCOUNT_CHANGED, ProblemType.SERVICE_ACCOUNT})
    @Operation(operationId = "resetUserPassword", summary = "Give a user another password; all their tokens end")
    public Uni<MessageResponse> resetPassword(
            @PathParam("user_id") String userId,
            @NotNull @Valid PasswordResetRequest reset,
            @Context RoutingContext request) {
        return audit.by(caller.get(), AuditAction.PASSWORD_RESET)
                .target(userId)
                .record(
                        passwordReset.reset(
                                caller.account().userId(), userId, reset.newPassword(), request.response()::closed),
                        (entry, revoked) -> entry.detail("revoked_tokens", revoked.toString()))
                .map(revoked -> new MessageResponse(true, "Password changed. " + revoked + " tokens were revoked."));
    }

    @DELETE
    @Cancellable(false)
    @Path("/{user_id}/tokens")
    @Consumes(MediaType.WILDCARD)
    @Operation(
            operationId = "revokeUserTokens",
            summary = "End all tokens of a user, of logins and for programs",
            description = "The password stays, so that the user can log in again.")
    public Uni<RevokeUserTokensResponse> revokeTokens(@PathParam("user_id") String userId) {
        return audit.by(caller.get(), AuditAction.TOKEN_REVOKE_ALL)
                .target(userId)
                .record(
                        administration.revokeTokens(userId),
                        (entry, revoked) -> entry.detail("revoked_tokens", revoked.toString()))
                .map(revoked -> new RevokeUserTokensResponse(true, userId, revoked));
    }

    @GET
    @Path("/{user_id}")
    @Operation(operationId = "getUser", summary = "One user")
    public Uni<UserDetailsResponse> get(@PathParam("user_id") String userId) {
        CrossUserAccessAudit.AccessAudit watch = accessAudit.watch(caller.get(), AuditAction.USER_READ);
        return administration
                .find(userId)
                .invoke(found ->
                        watch.seen(found.user().id(), Optional.of(found.user().id())))
                .map(found -> new UserDetailsResponse(
                        true,
                        PublicUser.of(found.user()),
                        found.tokens(),
                        found.jobs(),
                        UserLimitsInfo.of(found.limits()),
                        found.budgets()));
    }

    @DELETE
    @Cancellable(false)
    @Path("/{user_id}")
    @Consumes(MediaType.WILDCARD)
    @ProblemResponses({ProblemType.ACCOUNT_CHANGED, ProblemType.LAST_ADMIN})
    @Operation(
            operationId = "deleteUser",
            summary = "Delete a user; their tokens stop working at once, and their waiting jobs are cancelled",
            description = "Jobs that are kept can be seen by administrators only.")
    public Uni<MessageResponse> delete(
            @PathParam("user_id") String userId,
            @QueryParam("jobs")
                    @Parameter(
                            schema =
                                    @Schema(
                                            enumeration = {"keep", "delete"},
                                            defaultValue = "keep"))
                    Optional<String> jobs) {
        boolean deleteJobs = jobs.filter("delete"::equals).isPresent();
        if (!deleteJobs && jobs.filter(text -> !text.equals("keep")).isPresent()) {
            throw new ValidationFailedException("jobs", "must be keep or delete");
        }
        return audit.by(caller.get(), AuditAction.USER_DELETE)
                .target(userId)
                .detail("jobs", deleteJobs ? "delete" : "keep")
                .record(administration.delete(caller.account().userId(), userId, deleteJobs))
                .replaceWith(new MessageResponse(true, "User " + userId + " deleted successfully"));
    }
}
