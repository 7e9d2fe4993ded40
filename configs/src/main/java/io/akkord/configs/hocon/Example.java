package io.akkord.configs.hocon;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A value that would do, quoted to the user who left a key without default away. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Example {

    /** The value as one would write it after {@code key=}. */
    String value();
}
