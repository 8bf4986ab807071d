package dev.dejima.tools.shell;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Finds the files that a pattern names (POSIX.1-2017, Shell Command Language, 2.6.6). */
final class FileNames {
  private FileNames() {}

  /** The names, in order; the field itself if it is no pattern or names none. */
  static List<String> of(Path directory, Fields.Field field) throws IOException {
    if (!ShellPattern.is(field.pattern().replaceAll("\\\\.", ""))) {
      return List.of(field.text());
    }
    boolean absolute = field.pattern().startsWith("/");
    List<String> found = List.of(absolute ? "/" : "");
    for (String part : field.pattern().split("/", -1)) {
      if (!part.isEmpty()) {
        List<String> next = new ArrayList<>();
        for (String before : found) {
          next.addAll(inside(directory, before, part));
        }
        found = next;
      }
    }
    return found.isEmpty() ? List.of(field.text()) : found;
  }

  private static List<String> inside(Path directory, String before, String part)
      throws IOException {
    Path place = directory.resolve(before);
    String prefix = before.isEmpty() || before.endsWith("/") ? before : before + "/";
    if (!ShellPattern.is(part.replaceAll("\\\\.", ""))) {
      String name = part.replaceAll("\\\\(.)", "$1");
      return Files.exists(place.resolve(name)) ? List.of(prefix + name) : List.of();
    }
    Path listed = place.toString().isEmpty() ? Path.of(".") : place;
    if (!Files.isDirectory(listed)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(listed)) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> !name.startsWith(".") || part.startsWith("."))
          .filter(name -> ShellPattern.matches(part, name))
          .sorted()
          .map(name -> prefix + name)
          .toList();
    }
  }
}
