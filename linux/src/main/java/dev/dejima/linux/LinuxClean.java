package dev.dejima.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Takes away what publishers that were killed have left ({@code dejima clean}), and only that. */
public final class LinuxClean {
  private LinuxClean() {}

  /**
   * Takes it away.
   *
   * @return the files that are gone, {@code /run/netns/lan}
   * @throws IOException if the registers cannot be read
   */
  public static List<String> run() throws IOException {
    List<String> removed = new ArrayList<>();
    if (!Files.isDirectory(Published.REGISTERS)) {
      return removed;
    }
    List<Path> registers;
    try (Stream<Path> all = Files.list(Published.REGISTERS)) {
      registers = all.sorted().toList();
    }
    for (Path register : registers) {
      Optional<Owner> owner = Owner.parse(String.valueOf(register.getFileName()));
      if (owner.isPresent() && !owner.get().alive()) {
        for (Pin pin : Pin.read(register)) {
          if (pin.remove()) {
            removed.add(Published.path(pin.name()).toString());
          }
        }
        Files.deleteIfExists(register);
      }
    }
    return removed;
  }
}
