package dev.dejima.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * The network that tests run in: of all tests of a class, of those nested in it too, or of one
 * method. Each test has it fresh, on a kernel of its own, unless {@link #per} says otherwise; so
 * tests may run in parallel.
 *
 * <p>Exactly one of {@link #value}, {@link #text} and {@link #from} says what the network is.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@ExtendWith(LabExtension.class)
@ResourceLock(providers = SharedNetworkLock.class)
public @interface Lab {
  /**
   * The lab file: a resource beside the test class, or with a slash in front from the root of the
   * class path; where there is none, a file or a directory.
   */
  String value() default "";

  /** The lab itself, as a lab file has it; what it names is looked for beside the test class. */
  String text() default "";

  /**
   * The name of a static method of the class, without parameters, that returns a {@link
   * dev.dejima.lab.Lab} or a {@link dev.dejima.lab.LabBuilder}.
   */
  String from() default "";

  /**
   * The name of the kernel: {@code netstack} or {@code linux}. Empty for what the configuration
   * parameter or system property {@code dejima.kernel} says, or else {@code netstack}. Where the
   * kernel cannot be used, as linux without root, the tests are skipped, and say why.
   */
  String kernel() default "";

  /**
   * The source of all chance in netstack; the same seed gives the same packets. 0 for what the
   * configuration parameter or system property {@code dejima.seed} says, or else 1.
   */
  long seed() default 0;

  /** How long a network lasts. */
  Per per() default Per.TEST;

  /** What has a network of its own. */
  enum Per {
    /** Every test. */
    TEST,
    /** The class: its tests follow each other, and see what those before have left. */
    CLASS
  }
}
