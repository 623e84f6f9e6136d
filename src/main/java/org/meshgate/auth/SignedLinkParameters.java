package org.meshgate.auth;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What a query says of a signed link. It is read as it was sent: what a link is made of needs no encoding, and whoever
 * encodes it has another link.
 *
 * @param exp empty when it is missing, or there more than once
 * @param sig empty when it is missing, or there more than once
 */
record SignedLinkParameters(String exp, String sig) {

    private static final String EXP = "exp";
    private static final String SIG = "sig";

    /**
     * Reads a query.
     *
     * @param query without the question mark, not decoded; may be null, as Vert.x has it
     * @return nothing when it has neither parameter
     */
    static Optional<SignedLinkParameters> of(String query) {
        if (query == null) {
            return Optional.empty();
        }
        List<String[]> parameters = Arrays.stream(query.split("&"))
                .map(parameter -> parameter.split("=", 2))
                .filter(parameter -> parameter[0].equals(EXP) || parameter[0].equals(SIG))
                .toList();
        return parameters.isEmpty()
                ? Optional.empty()
                : Optional.of(new SignedLinkParameters(only(EXP, parameters), only(SIG, parameters)));
    }

    private static String only(String name, List<String[]> parameters) {
        List<String> values = parameters.stream()
                .filter(parameter -> parameter[0].equals(name))
                .map(parameter -> parameter.length == 2 ? parameter[1] : "")
                .toList();
        return values.size() == 1 ? values.get(0) : "";
    }

    /** Without the signature, which opens a file. */
    @Override
    public String toString() {
        return "SignedLinkParameters[" + exp + "]";
    }
}
