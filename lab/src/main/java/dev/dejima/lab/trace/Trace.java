package dev.dejima.lab.trace;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The whole account of a probe.
 *
 * @param probe what was sent, as it was asked for: {@code tcp 203.0.113.254:54321}
 * @param from the name of the node that it was sent from, or came in at
 * @param disposition what became of it
 * @param reason in a sentence, what decided that: {@code dropped by policy of ip filter forward}
 * @param there the way of the first packet
 * @param back the way of the first packet that came of it: the answer, or an error; empty if none
 * @param question where a neighbour was asked for in vain, the way of the question for it, or of
 *     the answer, if a rule or a policy dropped it; else empty
 * @param notes what the reader must know beside it: who listens for this trace alone, where the
 *     twin of a real kernel and that kernel disagree
 */
public record Trace(
    String probe,
    String from,
    Disposition disposition,
    String reason,
    Journey there,
    Optional<Journey> back,
    Optional<Journey> question,
    List<String> notes) {
  /** Keeps a copy of the list. */
  public Trace {
    notes = List.copyOf(notes);
  }

  /** The same with further notes. */
  public Trace with(List<String> more) {
    List<String> all = Stream.concat(notes.stream(), more.stream()).toList();
    return new Trace(probe, from, disposition, reason, there, back, question, all);
  }
}
