package dev.dejima.lab;

/** A bound on a number, written {@code 3}, {@code < 10}, {@code >= 1}. */
public record Comparison(Relation relation, long value) {
  /** How a number has to relate to the bound. */
  public enum Relation {
    EQUAL("="),
    NOT_EQUAL("!="),
    LESS("<"),
    AT_MOST("<="),
    GREATER(">"),
    AT_LEAST(">=");

    private final String sign;

    Relation(String sign) {
      this.sign = sign;
    }

    public String sign() {
      return sign;
    }
  }

  /** That and nothing else. */
  public static Comparison equal(long value) {
    return new Comparison(Relation.EQUAL, value);
  }

  /** That or more. */
  public static Comparison atLeast(long value) {
    return new Comparison(Relation.AT_LEAST, value);
  }

  /** Whether a number is as it has to be. */
  public boolean admits(long number) {
    return switch (relation) {
      case EQUAL -> number == value;
      case NOT_EQUAL -> number != value;
      case LESS -> number < value;
      case AT_MOST -> number <= value;
      case GREATER -> number > value;
      case AT_LEAST -> number >= value;
    };
  }

  /** As it is written. */
  @Override
  public String toString() {
    return relation == Relation.EQUAL ? Long.toString(value) : relation.sign() + " " + value;
  }
}
