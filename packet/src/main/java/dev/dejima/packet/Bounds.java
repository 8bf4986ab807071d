package dev.dejima.packet;

/** Checks of header fields in the constructors of records. */
final class Bounds {
  private Bounds() {}

  /** Refuses a value below 0 or above {@code most}. */
  static void check(String field, long value, long most) {
    if (value < 0 || value > most) {
      throw new IllegalArgumentException(field + " " + value + " is not within 0 to " + most);
    }
  }
}
