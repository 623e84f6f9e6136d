package org.meshgate.fuzz;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.meshgate.fuzz.ApiDocument.Operation;
import org.meshgate.fuzz.ApiDocument.Parameter;
import org.meshgate.fuzz.FuzzWorld.Fuzzer;
import org.meshgate.testing.Api;
import org.meshgate.testing.Endpoint;
import org.meshgate.testing.Endpoint.Access;

/** Makes the request that belongs to a seed. */
final class RequestMaker {

    private final ApiDocument document;
    private final List<Operation> operations;
    private final FuzzWorld world;
    private final Bystander bystander;

    RequestMaker(ApiDocument document, FuzzWorld world, Bystander bystander) {
        this.document = document;
        this.operations = document.operations();
        this.world = world;
        this.bystander = bystander;
    }

    /** Who sends it, and what says so. */
    private record Sending(String name, Fuzzer fuzzer, List<String> headers, boolean known) {}

    RawRequest make(long seed) {
        Operation operation = operations.get((int) Math.floorMod(seed, (long) operations.size()));
        Dice dice = new Dice(seed);
        Sending sending = sending(dice);
        int links = operation.path().contains("{link}") ? 60 : 10;
        Optional<String> link = dice.chance(links) ? world.link(operation, sending.fuzzer()) : Optional.empty();
        return link.map(url -> byLink(operation, url, dice))
                .orElseGet(() -> new Making(operation, dice, sending, !dice.chance(35)).request());
    }

    private Sending sending(Dice dice) {
        int die = (int) dice.number(0, 99);
        if (die < 50) {
            return known("USER", world.user());
        }
        if (die < 80) {
            return known("ADMIN", world.admin());
        }
        if (die < 90) {
            return new Sending("anonymous", world.user(), List.of(), false);
        }
        String token = dice.of(
                Api.UNKNOWN_TOKEN,
                "p3d_" + Leaks.CANARY + dice.word(39),
                Leaks.CANARY + dice.word(33),
                Leaks.CANARY,
                world.user().account().token() + "x",
                world.user().account().token().substring(1),
                Leaks.CANARY + "\u00ff\u00e9");
        String scheme = dice.of("Bearer ", "Bearer ", "bearer  ", "Basic ", "", "Bearer a ");
        return new Sending("bad token", world.user(), List.of("Authorization: " + scheme + token), false);
    }

    private static Sending known(String name, Fuzzer fuzzer) {
        return new Sending(
                name,
                fuzzer,
                List.of("Authorization: Bearer " + fuzzer.account().token()),
                true);
    }

    /** A request with a signed link, half of the time an altered one. */
    private static RawRequest byLink(Operation operation, String url, Dice dice) {
        boolean altered = dice.chance(50);
        String target = altered
                ? url.replaceFirst("(sig=|world-link/[0-9]*)", "$1" + dice.of("A", "%00", "..", Leaks.CANARY))
                : url;
        List<String> headers = dice.chance(30) ? List.of("Range: bytes=0-3") : List.of();
        boolean passes = !altered || target.equals(url);
        return new RawRequest(operation.name(), "link", "GET", target, headers, Optional.empty(), false, passes);
    }

    private final class Making {

        private final Operation operation;
        private final Dice dice;
        private final Sending sending;
        private final boolean odd;
        private final GoodValues good;
        private boolean mayPass;

        Making(Operation operation, Dice dice, Sending sending, boolean odd) {
            this.operation = operation;
            this.dice = dice;
            this.sending = sending;
            this.odd = odd;
            this.good = new GoodValues(document, dice, sending.fuzzer());
            this.mayPass =
                    operation.open() || sending.known() && (sending.name().equals("ADMIN") || !operation.administers());
        }

        RawRequest request() {
            String target = path() + query();
            List<String> headers = new ArrayList<>(sending.headers());
            for (int more = odd ? (int) dice.number(0, 2) : 0; more > 0; more--) {
                headers.add(OddValues.header(dice));
            }
            Optional<BodyMaker.Made> body = body();
            body.ifPresent(made -> headers.addAll(made.headers()));
            String method = operation.method();
            if (odd && dice.chance(4)) {
                method = dice.of("HEAD", "OPTIONS", "PUT", "PATCH", "DELETE", "TRACE", "FOO");
                mayPass = true; // another operation, perhaps an open one
            }
            return new RawRequest(
                    operation.name(),
                    sending.name(),
                    method,
                    target,
                    headers,
                    body.map(BodyMaker.Made::bytes),
                    odd && dice.chance(10),
                    mayPass);
        }

        private Optional<BodyMaker.Made> body() {
            BodyMaker maker = new BodyMaker(dice, good);
            return operation
                    .body()
                    .map(body -> odd && dice.chance(85)
                            ? maker.odd(body, operation.path())
                            : maker.good(body, operation.path()));
        }

        private String path() {
            String path = operation.path();
            boolean foreign = !sending.name().equals("ADMIN") && dice.chance(15);
            for (Parameter parameter : operation.parameters()) {
                if (parameter.in().equals("path")) {
                    path = path.replace("{" + parameter.name() + "}", value(parameter.name(), foreign));
                }
            }
            if (odd && dice.chance(3)) {
                path = dice.of(
                        path + "/",
                        path + "/" + OddValues.url(dice),
                        path + ";a=b",
                        "/" + path,
                        path.replaceFirst("/api/", "/x/../api/"),
                        path + ".json");
                mayPass = true;
            }
            return path;
        }

        private String value(String name, boolean foreign) {
            Optional<String> others = foreign ? bystander.thing(name) : Optional.empty();
            if (others.isPresent()) {
                mayPass = false;
                return others.get();
            }
            if (odd && dice.chance(30)) {
                return switch (name) {
                    case "token_or_prefix", "link" ->
                        dice.of(
                                "p3d_" + Leaks.CANARY + dice.word(39),
                                Leaks.CANARY + dice.word(33),
                                Leaks.CANARY + OddValues.url(dice));
                    default -> OddValues.url(dice);
                };
            }
            return switch (name) {
                case "model_id", "key", "path", "link" ->
                    new Endpoint("GET {" + name + "}", Access.USER, Optional.empty(), "").url("");
                default -> world.object(operation, sending.fuzzer());
            };
        }

        private String query() {
            List<String> pieces = new ArrayList<>();
            for (Parameter parameter : operation.parameters()) {
                if (parameter.in().equals("query") && dice.chance(odd ? 40 : 25)) {
                    String value = odd && dice.chance(60)
                            ? OddValues.url(dice)
                            : encoded(good.query(parameter.name(), parameter.schema()));
                    if (!value.isEmpty() || odd) {
                        pieces.add(parameter.name() + "=" + value);
                    }
                    if (odd && dice.chance(10)) {
                        pieces.add(parameter.name() + "=" + OddValues.url(dice));
                    }
                }
            }
            if (odd && dice.chance(10)) {
                pieces.add(dice.of(
                        "x=",
                        "sig=" + Leaks.CANARY,
                        "exp=1&sig=" + Leaks.CANARY,
                        "token=" + Leaks.CANARY,
                        "exp=" + OddValues.url(dice),
                        "&&=",
                        "%",
                        "a=%ff",
                        OddValues.url(dice)));
            }
            return pieces.isEmpty() ? "" : "?" + String.join("&", pieces);
        }

        private static String encoded(String text) {
            return URLEncoder.encode(text, StandardCharsets.UTF_8);
        }
    }
}
