package dev.dejima.lab.trace;

/** What became of a packet, in the end. */
public enum Disposition {
  /** It was taken, and an answer came back. */
  ANSWERED("answered"),
  /** It was taken; no answer is due. */
  DELIVERED("delivered"),
  /** A TCP reset or "port unreachable" came back. */
  REFUSED("refused"),
  /** Another ICMP error came back. */
  UNREACHABLE("unreachable"),
  /** It never left the node: no route, or its own rules. */
  NOT_SENT("not sent"),
  /** It was dropped on its way, and nobody was told. */
  DROPPED("dropped"),
  /** It was taken, but what was to come back was dropped on its way. */
  ANSWER_LOST("answered, but the answer was lost"),
  /** It waits: for a neighbour, for its other fragments, for a program. */
  HELD("held"),
  /** It was taken, or went out, and nothing more was seen of it. */
  UNANSWERED("unanswered");

  private final String word;

  Disposition(String word) {
    this.word = word;
  }

  /** What it is called. */
  public String word() {
    return word;
  }

  /** Whether the probe came through: the exit status of {@code dejima trace} is 0. */
  public boolean isSuccess() {
    return this == ANSWERED || this == DELIVERED;
  }
}
