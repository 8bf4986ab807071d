package dev.dejima.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A whole ruleset as nft listed it.
 *
 * @param name its folder and its own name
 * @param text the listing
 * @param json the same in JSON; absent where there is none
 */
record RulesetDump(String name, String text, @Nullable String json) {
  /** All listings ({@code *.nft}) in the {@code dumps} folders under a folder. */
  static List<RulesetDump> read(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> dumps =
          files
              .filter(file -> file.toString().endsWith(".nft"))
              .filter(file -> file.resolveSibling("").endsWith("dumps"))
              .sorted()
              .toList();
      return dumps.stream().map(file -> of(folder, file)).toList();
    }
  }

  private static RulesetDump of(Path folder, Path file) {
    try {
      Path twin = Path.of(file.toString().replaceFirst("\\.nft$", ".json-nft"));
      return new RulesetDump(
          folder.relativize(file).toString(),
          Files.readString(file),
          Files.exists(twin) ? Files.readString(twin) : null);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
