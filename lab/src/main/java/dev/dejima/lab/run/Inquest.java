package dev.dejima.lab.run;

import java.util.List;

/** Finds out why a test failed, while its network is still as the test has left it. */
@FunctionalInterface
public interface Inquest {
  /** Nobody asks. */
  Inquest NONE = _ -> List.of();

  /** Why, a line each; empty if that is not known. */
  List<String> of(TestResult failed) throws InterruptedException;
}
