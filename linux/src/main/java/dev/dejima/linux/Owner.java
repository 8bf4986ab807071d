package dev.dejima.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A process, told from another that later gets the same number by when it began.
 *
 * @param pid its number
 * @param start when it began, in clock ticks since the system did (proc(5), {@code starttime})
 */
record Owner(long pid, long start) {
  private static final int STARTTIME = 22;

  static Owner current() {
    long pid = ProcessHandle.current().pid();
    return new Owner(pid, startOf(pid));
  }

  /** The owner that a register's file name begins with. */
  static Optional<Owner> parse(String text) {
    String[] parts = text.split("-", 3);
    try {
      return parts.length == 3
          ? Optional.of(new Owner(Long.parseLong(parts[0]), Long.parseLong(parts[1])))
          : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  boolean alive() {
    return startOf(pid) == start;
  }

  /**
   * When a process began; -1 if there is none, or only what its parent has not waited for yet. The
   * command's name, in parentheses, may hold anything: fields count from behind it.
   */
  private static long startOf(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      boolean dead = fields[0].equals("Z") || fields[0].equals("X");
      return dead ? -1 : Long.parseLong(fields[STARTTIME - 3]);
    } catch (IOException | NumberFormatException e) {
      return -1;
    }
  }

  @Override
  public String toString() {
    return pid + "-" + start;
  }
}
