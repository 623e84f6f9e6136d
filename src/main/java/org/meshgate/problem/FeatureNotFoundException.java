package org.meshgate.problem;

import java.util.regex.Pattern;

/** No model of the catalog has this feature. */
public final class FeatureNotFoundException extends ProblemException {

    private static final long serialVersionUID = 1L;

    /** The form of feature names; no other text of a client is repeated. */
    private static final Pattern NAME = Pattern.compile("[a-z0-9_]{1,64}");

    /** @param feature as the client sent it */
    public FeatureNotFoundException(String feature) {
        super(
                ProblemType.FEATURE_NOT_FOUND,
                NAME.matcher(feature).matches() ? "Feature '" + feature + "' not found" : "Feature not found");
    }
}
