package dev.dejima.linux;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Runs without root. unshare(2) makes no user namespace for a process of several threads, as a Java
 * program always is; so the program has to be started again by {@code unshare} of util-linux.
 */
public final class Rootless {
  private static final int CAP_NET_ADMIN = 12;
  private static final int CAP_NET_RAW = 13;
  private static final int CAP_SYS_ADMIN = 21;

  private Rootless() {}

  /** Whether this process may do what the linux kernel needs. */
  public static boolean capable() {
    long wanted = 1L << CAP_NET_ADMIN | 1L << CAP_NET_RAW | 1L << CAP_SYS_ADMIN;
    try {
      for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
        if (line.startsWith("CapEff:")) {
          long held = Long.parseUnsignedLong(line.substring("CapEff:".length()).strip(), 16);
          return (held & wanted) == wanted;
        }
      }
    } catch (IOException e) {
      return false;
    }
    return false;
  }

  /**
   * The command that runs another with the rights it needs, as root of a user namespace.
   *
   * @return empty if that is not needed, or not possible here
   */
  public static Optional<List<String>> command(List<String> command) {
    if (capable() || !userNamespaces() || !onPath("unshare")) {
      return Optional.empty();
    }
    List<String> whole = new ArrayList<>(List.of("unshare", "-Urnm", "--"));
    whole.addAll(command);
    return Optional.of(whole);
  }

  private static boolean userNamespaces() {
    return number("/proc/sys/user/max_user_namespaces", 0) > 0
        && number("/proc/sys/kernel/unprivileged_userns_clone", 1) != 0
        && number("/proc/sys/kernel/apparmor_restrict_unprivileged_userns", 0) == 0;
  }

  private static long number(String file, long otherwise) {
    try {
      return Long.parseLong(Files.readString(Path.of(file)).strip());
    } catch (IOException | NumberFormatException e) {
      return otherwise;
    }
  }

  private static boolean onPath(String program) {
    for (String directory :
        System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
      if (Files.isExecutable(Path.of(directory, program))) {
        return true;
      }
    }
    return false;
  }
}
