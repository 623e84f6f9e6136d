package org.meshgate.fuzz;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.meshgate.fuzz.ApiDocument.Operation;

/** Whether requests got behind the door: a run that is refused for its token alone tries nothing. */
final class Reached {

    /** What cannot be reached, and why. */
    private static final Map<String, String> EXCEPTIONS = Map.of(
            "2xx POST /api/v1/mesh-generation/text-to-raw-mesh", "there is no model for it",
            "2xx POST /api/v1/users/first-admin", "it answers a browser on the machine alone",
            "4xx GET /", "it takes nothing that could be wrong");

    private final Set<String> seen = new HashSet<>();

    void note(RawRequest request, RawAnswer answer) {
        int status = answer.status();
        boolean same = request.operation().startsWith(request.method() + " ");
        if (same && status != 401 && status != RawAnswer.NONE) {
            seen.add(status / 100 + "xx " + request.operation());
        }
    }

    /** What never succeeded, and what was never refused but for its token. */
    List<String> missing(List<Operation> operations) {
        List<String> missing = new ArrayList<>();
        for (Operation operation : operations) {
            for (String kind : List.of("2xx ", "4xx ")) {
                String what = kind + operation.name();
                boolean takesNothing =
                        operation.parameters().isEmpty() && operation.body().isEmpty();
                if (!(kind.equals("4xx ") && takesNothing) && !seen.contains(what) && !EXCEPTIONS.containsKey(what)) {
                    missing.add(what);
                }
            }
        }
        return missing;
    }
}
