package dev.dejima.lab.explain;

import dev.dejima.lab.trace.Trace;
import java.util.List;
import java.util.Optional;

/**
 * Why a probe failed.
 *
 * @param cause in a sentence
 * @param evidence what was seen of it, a line each
 * @param mend what to do, a way a line; the likeliest first
 */
public record Explanation(String cause, List<String> evidence, List<String> mend) {
  /** Keeps copies. */
  public Explanation {
    evidence = List.copyOf(evidence);
    mend = List.copyOf(mend);
  }

  /** Of a trace; empty where the probe came through. */
  public static Optional<Explanation> of(Trace trace) {
    return trace.disposition().isSuccess()
        ? Optional.empty()
        : Optional.of(new Diagnosis(trace).explanation());
  }

  /** For people, lines with their ends. */
  public String print() {
    StringBuilder out = new StringBuilder("why      ").append(cause).append('\n');
    evidence.forEach(line -> out.append("         ").append(line).append('\n'));
    for (int i = 0; i < mend.size(); i++) {
      out.append(i == 0 ? "to mend  " : "     or  ").append(mend.get(i)).append('\n');
    }
    return out.toString();
  }
}
