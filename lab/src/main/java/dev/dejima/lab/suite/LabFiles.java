package dev.dejima.lab.suite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The lab files of a place. */
public final class LabFiles {
  private static final String NAME = "lab.yaml";

  /** Where labs lie that are meant to fail. */
  private static final String BROKEN = "broken";

  private LabFiles() {}

  /**
   * A file itself; of a directory its lab.yaml or else its YAML files, and those of the directories
   * in it, but for hidden ones and those called {@code broken}. In the order of their names.
   */
  public static List<Path> under(Path path) throws IOException {
    List<Path> found = new ArrayList<>();
    if (Files.isDirectory(path)) {
      collect(path, found);
    } else {
      found.add(path);
    }
    return List.copyOf(found);
  }

  private static void collect(Path directory, List<Path> found) throws IOException {
    List<Path> entries;
    try (Stream<Path> list = Files.list(directory)) {
      entries = list.sorted().toList();
    }
    Path own = directory.resolve(NAME);
    if (Files.isRegularFile(own)) {
      found.add(own);
    } else {
      entries.stream()
          .filter(entry -> entry.toString().endsWith(".yaml") && Files.isRegularFile(entry))
          .forEach(found::add);
    }
    for (Path entry : entries) {
      String name = entry.getFileName().toString();
      if (Files.isDirectory(entry) && !name.startsWith(".") && !name.equals(BROKEN)) {
        collect(entry, found);
      }
    }
  }
}
