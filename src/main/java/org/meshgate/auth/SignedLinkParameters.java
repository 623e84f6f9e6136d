package org.meshgate.auth;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The parameters of a signed link. The query is read undecoded: the characters of a link need no encoding, and an
 * encoded link is a different one.
 *
 * @param exp empty when missing or repeated
 * @param sig empty when missing or repeated
 */
record SignedLinkParameters(String exp, String sig) {

    private static final String EXP = "exp";
    private static final String SIG = "sig";

    /**
     * Reads a query.
     *
     * @param query undecoded, without the question mark; null when the request has none, as in Vert.x
     * @return empty when the query has neither parameter
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

    /** Omits the signature, because it grants access to a file. */
    @Override
    public String toString() {
        return "SignedLinkParameters[" + exp + "]";
    }
}
