package org.meshgate.testing;

import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/** Requests to a route of {@link Endpoint} that are wrong in one way each. */
public final class BadRequests {

    private static final String ODD = "no-such-thing";

    private final DescribedResponses document;

    public BadRequests(DescribedResponses document) {
        this.document = document;
    }

    /**
     * All that are wrong for a route, by name.
     *
     * @param id of the object that the route is about; empty for none
     * @param as whose requests they are, each made anew
     */
    public Map<String, Supplier<Response>> of(Endpoint row, String id, Supplier<RequestSpecification> as) {
        Map<String, Supplier<Response>> all = new LinkedHashMap<>();
        Function<RequestSpecification, Response> send =
                request -> request.redirects().follow(false).request(row.method(), row.url(id));
        document.queryParameters(row)
                .forEach(name ->
                        all.put("query " + name, () -> send.apply(as.get().queryParam(name, ODD))));
        if (!id.isEmpty()) {
            all.put("unknown object", () -> as.get()
                    .request(row.method(), row.url("00000000-0000-0000-0000-000000000000")));
        }
        if (row.path().contains("{model_id}")) {
            all.put("unknown model", () -> as.get()
                    .request(row.method(), row.path().replace("{model_id}", ODD)));
        }
        all.put("Accept", () -> send.apply(as.get().accept("application/x-odd")));
        if (row.method().equals("GET")) {
            all.put("Range", () -> send.apply(as.get().header("Range", "bytes=99999999-")));
            all.put("If-Match", () -> send.apply(as.get().header("If-Match", "\"odd\"")));
        }
        if (!row.body().isEmpty()) {
            all.put("no body", () -> send.apply(as.get().contentType(ContentType.JSON)));
            all.put(
                    "no JSON",
                    () -> send.apply(as.get().contentType(ContentType.JSON).body("{")));
            all.put(
                    "a list",
                    () -> send.apply(as.get().contentType(ContentType.JSON).body("[]")));
            all.put(
                    "no members",
                    () -> send.apply(as.get().contentType(ContentType.JSON).body("{}")));
            all.put(
                    "odd members",
                    () -> send.apply(as.get().contentType(ContentType.JSON).body(odd(row))));
            all.put(
                    "a text",
                    () -> send.apply(as.get().contentType(ContentType.TEXT).body(ODD)));
            all.put("a form without a file", () -> send.apply(as.get().multiPart("other", ODD)));
            all.put("a form with another file", () -> send.apply(as.get().multiPart("file", "x.exe", new byte[9])));
        }
        return all;
    }

    /** The good body, with values of another type. */
    private static String odd(Endpoint row) {
        return row.body().replace('\'', '"').replaceAll(":(\"[^\"]*\"|[\\d.]+|true|false)", ":{\"" + ODD + "\":[]}");
    }
}
