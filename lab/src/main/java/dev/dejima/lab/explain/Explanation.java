package dev.dejima.lab.explain;

import java.util.ArrayList;
import java.util.List;

/**
 * Why a probe failed.
 *
 * @param cause the one cause, in a sentence
 * @param evidence what shows that it is, a line each, with files and lines of rules
 * @param mend what to change
 */
public record Explanation(String cause, List<String> evidence, String mend) {
  /** Keeps a copy of the list. */
  public Explanation {
    evidence = List.copyOf(evidence);
  }

  /** The same with further evidence. */
  Explanation with(List<String> more) {
    List<String> all = new ArrayList<>(evidence);
    all.addAll(more);
    return new Explanation(cause, all, mend);
  }

  /** A line for each part, as below the failure of a test. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("cause: " + cause);
    evidence.forEach(line -> lines.add("       " + line));
    lines.add("mend:  " + mend);
    return lines;
  }
}
