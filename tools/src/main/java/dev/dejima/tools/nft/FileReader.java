package dev.dejima.tools.nft;

import dev.dejima.nft.syntax.IncludeReader;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads what {@code include} names: beside the file that includes, then along the search path. */
final class FileReader implements IncludeReader {
  private final List<String> searchPath;

  FileReader(List<String> searchPath) {
    this.searchPath = searchPath.isEmpty() ? List.of("/etc") : List.copyOf(searchPath);
  }

  @Override
  public List<Included> read(String path, String from) throws IOException {
    List<Path> candidates = new ArrayList<>();
    if (path.startsWith("/") || path.startsWith("./") || path.startsWith("../")) {
      candidates.add(Path.of(path));
    } else {
      searchPath.forEach(directory -> candidates.add(Path.of(directory, path)));
    }
    boolean pattern = path.matches(".*[*?\\[].*");
    for (Path candidate : candidates) {
      if (pattern) {
        List<Included> found = glob(candidate);
        if (!found.isEmpty()) {
          return found;
        }
      } else if (Files.exists(candidate)) {
        return List.of(new Included(candidate.toString(), Files.readString(candidate)));
      }
    }
    if (pattern) {
      return List.of();
    }
    throw new IOException("File not found: " + path);
  }

  private static List<Included> glob(Path pattern) throws IOException {
    Path directory = pattern.getParent() == null ? Path.of(".") : pattern.getParent();
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> stream =
        Files.newDirectoryStream(directory, pattern.getFileName().toString())) {
      stream.forEach(files::add);
    }
    files.sort(null);
    List<Included> texts = new ArrayList<>();
    for (Path file : files) {
      if (Files.isRegularFile(file)) {
        texts.add(new Included(file.toString(), Files.readString(file)));
      }
    }
    return texts;
  }
}
