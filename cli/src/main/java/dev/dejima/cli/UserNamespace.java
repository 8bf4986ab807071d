package dev.dejima.cli;

import dev.dejima.linux.Rootless;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Runs this program on the real kernel for who is not root. */
final class UserNamespace {
  private UserNamespace() {}

  /**
   * Starts this program again as root of a user namespace, where the system allows that, and ends
   * with its exit status. Comes back where it is not allowed.
   */
  static void startAgainInside() throws InterruptedException {
    ProcessHandle.Info self = ProcessHandle.current().info();
    if (self.command().isEmpty() || self.arguments().isEmpty()) {
      return;
    }
    List<String> command = new ArrayList<>(List.of(self.command().get()));
    command.addAll(List.of(self.arguments().get()));
    List<String> inside = Rootless.command(command).orElse(List.of());
    if (inside.isEmpty()) {
      return;
    }
    try {
      System.exit(new ProcessBuilder(inside).inheritIO().start().waitFor());
    } catch (IOException e) {
      throw new Problem(
          ExitStatus.REFUSED, "dejima: " + inside.getFirst() + " cannot be started: " + e);
    }
  }
}
