package dev.dejima.lab.suite;

import dev.dejima.lab.file.LabFile;
import dev.dejima.lab.file.LabSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds the labs of some places. */
public final class LabFiles {
  private static final String NAME = "lab.yaml";

  /** Where labs lie that are meant to fail. */
  private static final String BROKEN = "broken";

  private final Map<Path, Path> found = new LinkedHashMap<>();
  private final Set<Path> certain = new HashSet<>();
  private final Set<Path> directories = new LinkedHashSet<>();

  private LabFiles() {}

  /**
   * What there is in some places.
   *
   * @param labs the labs, in order, each once
   * @param directories those that were looked through
   */
  public record Found(List<LabSource> labs, Set<Path> directories) {
    /** Keeps copies. */
    public Found {
      labs = List.copyOf(labs);
      directories = Set.copyOf(directories);
    }
  }

  /**
   * Reads a file itself; of a directory its labs, and those of the directories in it, but for
   * hidden ones and those called {@code broken}. In the order of their names. What another of them
   * includes is a part of that and no lab of its own, unless it is called lab.yaml or was asked
   * for.
   *
   * @throws IOException if a directory cannot be read
   */
  public static Found under(List<Path> places) throws IOException {
    LabFiles files = new LabFiles();
    for (Path place : places) {
      if (Files.isDirectory(place)) {
        files.collect(place);
      } else {
        files.add(place, true);
      }
    }
    return new Found(files.read(), files.directories);
  }

  /** A directory's own labs: its lab.yaml, or else every YAML file in it, by name. */
  public static List<Path> in(Path directory) throws IOException {
    Path own = directory.resolve(NAME);
    if (Files.isRegularFile(own)) {
      return List.of(own);
    }
    try (Stream<Path> entries = Files.list(directory)) {
      return entries
          .filter(entry -> entry.toString().matches(".*\\.ya?ml") && Files.isRegularFile(entry))
          .sorted()
          .toList();
    }
  }

  private void collect(Path directory) throws IOException {
    if (!directories.add(directory.toRealPath())) {
      return;
    }
    for (Path file : in(directory)) {
      add(file, file.endsWith(NAME));
    }
    List<Path> inside;
    try (Stream<Path> entries = Files.list(directory)) {
      inside = entries.filter(Files::isDirectory).sorted().toList();
    }
    for (Path entry : inside) {
      String name = entry.getFileName().toString();
      if (!name.startsWith(".") && !name.equals(BROKEN)) {
        collect(entry);
      }
    }
  }

  private void add(Path file, boolean isLab) {
    Path absolute = file.toAbsolutePath().normalize();
    found.putIfAbsent(absolute, file);
    if (isLab) {
      certain.add(absolute);
    }
  }

  private List<LabSource> read() {
    Map<Path, LabSource> read = new LinkedHashMap<>();
    found.forEach((absolute, file) -> read.put(absolute, LabFile.source(file)));
    Set<Path> parts =
        read.values().stream()
            .map(LabSource::included)
            .flatMap(Collection::stream)
            .collect(Collectors.toSet());
    parts.removeAll(certain);
    read.keySet().removeAll(parts);
    return List.copyOf(read.values());
  }
}
