package org.meshgate.config.converter;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.meshgate.config.MeshgateConfig;

/** Bounds of a duration in {@link MeshgateConfig}, both inclusive, in the form of {@link DurationParser}. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface DurationRange {

    /** The shortest one. */
    String min();

    /** The longest one. */
    String max();
}
