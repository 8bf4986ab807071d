package dev.dejima.lab;

import dev.dejima.nft.syntax.IncludeReader;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Reads what a ruleset includes: paths are relative to the file that includes. */
final class Includes implements IncludeReader {
  @Override
  public List<Included> read(String path, String from) throws IOException {
    Path wanted = Path.of(from).resolveSibling(path);
    List<Included> found = new ArrayList<>();
    for (Path file : path.matches(".*[*?\\[].*") ? matching(wanted) : List.of(wanted)) {
      try {
        found.add(new Included(file.toString(), Files.readString(file)));
      } catch (NoSuchFileException e) {
        throw new IOException("File not found: " + path, e);
      }
    }
    return found;
  }

  private static List<Path> matching(Path pattern) throws IOException {
    Path directory = pattern.toAbsolutePath().getParent();
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern.getFileName());
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(f -> matcher.matches(f.getFileName())).sorted().toList();
    }
  }
}
