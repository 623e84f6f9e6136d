package org.meshgate.accounts;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.meshgate.accounts.UsersResource.Done;
import org.meshgate.caller.AccountsOnly;
import org.meshgate.caller.AdminOnly;
import org.meshgate.caller.CurrentCaller;
import org.meshgate.caller.RequiresScope;
import org.meshgate.caller.Scope;
import org.meshgate.http.Paging;
import org.meshgate.problem.ValidationFailedException;

/** Other people's accounts, for administrators (user management guide, "Admin Endpoints"). */
@RegisterForReflection // for the Allow header
@Path("/api/v1/users/admin/users")
@AccountsOnly
@AdminOnly
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Administration")
@RequiresScope(Scope.ADMIN)
public class AdminUsersResource {

    private static final int DEFAULT_LIMIT = 100;
    private static final int HIGHEST_LIMIT = 500;

    private final UserAdministration administration;
    private final CurrentCaller caller;

    AdminUsersResource(UserAdministration administration, CurrentCaller caller) {
        this.administration = administration;
        this.caller = caller;
    }

    /** Which part of a list this is. */
    public record Page(
            int limit,
            long offset,
            long total,
            @JsonProperty("has_more") boolean hasMore) {}

    /** A page of users, newest first. */
    public record UserList(boolean success, List<PublicUser> users, int count, long total, Page pagination) {}

    /** One user. */
    public record UserDetails(
            boolean success,
            PublicUser user,
            @JsonProperty("tokens_count") long tokensCount,
            @JsonProperty("jobs_count") long jobsCount) {}

    @GET
    @Operation(summary = "All users, newest first")
    public Uni<UserList> list(
            @QueryParam("limit") @Parameter(schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "500"))
                    Optional<String> limit,
            @QueryParam("offset") @Parameter(schema = @Schema(type = SchemaType.INTEGER, minimum = "0"))
                    Optional<String> offset) {
        Paging paging = Paging.of(limit, offset, DEFAULT_LIMIT, HIGHEST_LIMIT);
        return administration.list(paging.offset(), paging.limit()).map(page -> {
            List<PublicUser> users = page.users().stream().map(PublicUser::of).toList();
            return new UserList(
                    true,
                    users,
                    users.size(),
                    page.total(),
                    new Page(paging.limit(), paging.offset(), page.total(), paging.hasMore(page.total())));
        });
    }

    @GET
    @Path("/{user_id}")
    @Operation(summary = "One user")
    public Uni<UserDetails> get(@PathParam("user_id") String userId) {
        return administration
                .find(userId)
                .map(found -> new UserDetails(true, PublicUser.of(found.user()), found.tokens(), found.jobs()));
    }

    @DELETE
    @Cancellable(false)
    @Path("/{user_id}")
    @Consumes(MediaType.WILDCARD)
    @Operation(
            summary = "Delete a user; their tokens stop working at once, and their waiting jobs are cancelled",
            description = "Jobs that are kept can be seen by administrators only.")
    public Uni<Done> delete(
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
        return administration
                .delete(caller.account().userId(), userId, deleteJobs)
                .replaceWith(new Done(true, "User " + userId + " deleted successfully"));
    }
}
