package dev.dejima.nft.syntax;

import java.io.IOException;
import java.util.List;

/** Reads what {@code include} names. */
@FunctionalInterface
public interface IncludeReader {
  /** Refuses every file. */
  IncludeReader NONE =
      (path, from) -> {
        throw new IOException("File not found: " + path);
      };

  /**
   * The texts of the files that a path or pattern names, in the order to read them; none if a
   * pattern matches nothing.
   *
   * @param path as written
   * @param from the name of the file that includes
   * @throws IOException with nft's message if a file cannot be read
   */
  List<Included> read(String path, String from) throws IOException;

  /** A file that was read. */
  record Included(String file, String text) {}
}
