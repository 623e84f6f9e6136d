package org.meshgate.problem;

/** No enabled model has this id. */
public final class ModelNotFoundException extends ProblemException {

    private static final long serialVersionUID = 1L;

    /** Takes no argument: the detail is always the same. */
    public ModelNotFoundException() {
        super(ProblemType.MODEL_NOT_FOUND, "Model not found. GET /api/v1/system/models lists those there are.");
    }
}
