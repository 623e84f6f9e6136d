package org.meshgate.files;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.meshgate.caller.CurrentCaller;
import org.meshgate.caller.RequiresScope;
import org.meshgate.caller.Scope;
import org.meshgate.caller.SignedLink;
import org.meshgate.files.download.Base64Responses;
import org.meshgate.files.download.FileResponses;
import org.meshgate.files.link.SignedLinks;
import org.meshgate.http.PublicUrl;

/** Routes of the kind that features have, for the tests of this package. */
@Path("/test-files")
@RequiresScope(Scope.JOBS_READ)
public class TestFilesResource {

    private static final Map<String, String> HEADERS = Map.of("X-Job-ID", "job-1");

    private final OutputFiles files;
    private final FileResponses answers;
    private final Base64Responses documents;
    private final SignedLinks links;
    private final PublicUrl url;
    private final CurrentCaller caller;

    TestFilesResource(
            OutputFiles files,
            FileResponses answers,
            Base64Responses documents,
            SignedLinks links,
            PublicUrl url,
            CurrentCaller caller) {
        this.files = files;
        this.answers = answers;
        this.documents = documents;
        this.links = links;
        this.url = url;
        this.caller = caller;
    }

    @GET
    @Path("/{name}")
    @SignedLink
    @Produces(MediaType.WILDCARD)
    @Operation(hidden = true)
    public Uni<Response> download(
            @RestPath String name,
            @RestQuery Optional<String> filename,
            @RestQuery Optional<String> format,
            @Context RoutingContext request) {
        Uni<ServedFile> file = files.find("outputs/" + name).map(FileLookup::require);
        return format.filter("base64"::equals).isPresent()
                ? file.chain(found -> documents.answer(
                        found, "job-1", JsonNodeFactory.instance.objectNode().put("seed", 1), request))
                : file.chain(found -> answers.answer(found, filename, HEADERS, request));
    }

    /** As if the file was deleted, or cut, between the look and the answer. */
    @GET
    @Path("/{name}/racing")
    @Produces(MediaType.WILDCARD)
    @Operation(hidden = true)
    public Uni<Response> race(
            @RestPath String name,
            @RestQuery Optional<Integer> cutTo,
            @RestQuery Optional<String> format,
            @Context RoutingContext request) {
        return files.find("outputs/" + name)
                .map(FileLookup::require)
                .invoke(file -> change(file, cutTo))
                .chain(file -> format.filter("base64"::equals).isPresent()
                        ? documents.answer(file, "job-1", JsonNodeFactory.instance.nullNode(), request)
                        : answers.answer(file, Optional.empty(), HEADERS, request));
    }

    @GET
    @Path("/{name}/link")
    @Operation(hidden = true)
    @Produces(MediaType.TEXT_PLAIN)
    public Uni<String> link(@RestPath String name, @Context RoutingContext request) {
        return links.signer()
                .map(signer -> url.base(request) + "/test-files/" + name + "?"
                        + signer.sign(caller.get(), "/test-files/" + name));
    }

    @GET
    @Path("/{name}/who")
    @SignedLink
    @Operation(hidden = true)
    @Produces(MediaType.TEXT_PLAIN)
    public String who(@RestPath String name) {
        return caller.get().logName() + " " + caller.get().isAdmin();
    }

    @GET
    @Path("/{name}/who/link")
    @Operation(hidden = true)
    @Produces(MediaType.TEXT_PLAIN)
    public Uni<String> whoLink(@RestPath String name) {
        return links.signer().map(signer -> signer.sign(caller.get(), "/test-files/" + name + "/who"));
    }

    @POST
    @Path("/{name}")
    @SignedLink
    @Operation(hidden = true)
    @Produces(MediaType.TEXT_PLAIN)
    public String change(@RestPath String name) {
        return name;
    }

    @GET
    @Path("/{name}/tokens-only")
    @Operation(hidden = true)
    @Produces(MediaType.TEXT_PLAIN)
    public String tokensOnly(@RestPath String name) {
        return name;
    }

    private static void change(ServedFile file, Optional<Integer> cutTo) {
        try {
            if (cutTo.isEmpty()) {
                Files.delete(file.path());
                return;
            }
            try (FileChannel channel = FileChannel.open(file.path(), StandardOpenOption.WRITE)) {
                channel.truncate(cutTo.get());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
