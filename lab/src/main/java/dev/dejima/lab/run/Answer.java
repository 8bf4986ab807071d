package dev.dejima.lab.run;

import dev.dejima.kernel.KernelException;
import dev.dejima.lab.Outcome;
import java.time.Duration;
import java.util.Optional;

/**
 * What came of a probe.
 *
 * @param outcome what; empty if it failed in a way that no test can expect
 * @param detail what went wrong, if anything; otherwise empty
 * @param took the kernel's time
 */
public record Answer(Optional<Outcome> outcome, String detail, Duration took) {
  /** What a refused call says about the network. */
  static Answer of(KernelException refusal, Duration took) {
    Optional<Outcome> outcome =
        switch (refusal.errno()) {
          case ECONNREFUSED -> Optional.of(Outcome.REFUSED);
          case EINPROGRESS, EAGAIN, ETIMEDOUT -> Optional.of(Outcome.TIMEOUT);
          case EHOSTUNREACH, ENETUNREACH, EACCES, ENETDOWN, EHOSTDOWN ->
              Optional.of(Outcome.UNREACHABLE);
          default -> Optional.empty();
        };
    return new Answer(outcome, refusal.errno().text(), took);
  }

  static Answer connected(Duration took) {
    return new Answer(Optional.of(Outcome.CONNECTED), "", took);
  }

  /** For people. */
  public String word() {
    return outcome.map(Outcome::word).orElse(detail);
  }
}
