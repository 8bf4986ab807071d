package dev.dejima.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.ClassTemplate;

/**
 * Runs all tests of a class that has a {@link Lab} on one kernel after the other. Where one cannot
 * be used, its tests are skipped, and say why.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@ClassTemplate
public @interface EachKernel {
  /** The names of the kernels. */
  String[] value() default {"netstack", "linux"};
}
