package org.meshgate.problem;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares the problems of a route that do not follow from its other annotations, such as a conflict, for the API
 * description. Read only at build time, when the description is generated.
 */
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface ProblemResponses {

    /** The problems, in the order of their status. */
    ProblemType[] value();
}
