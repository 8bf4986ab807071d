package dev.dejima.lab.file;

import java.io.IOException;
import java.nio.file.AccessDeniedException;

/** Files that cannot be read. */
final class Unreadable {
  private Unreadable() {}

  /** Why one cannot, for people: the message of some exceptions is the file's name alone. */
  static String why(IOException e) {
    return e instanceof AccessDeniedException
        ? "permission denied"
        : String.valueOf(e.getMessage());
  }
}
