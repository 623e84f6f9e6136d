package org.meshgate.problem;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names the problems of a route in the API description that do not follow from what the route demands of every caller, such
 * as a conflict. The description is made while the program is built, so that nothing reads this at run time.
 */
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface ProblemResponses {

    /** The problems, in the order of their status. */
    ProblemType[] value();
}
