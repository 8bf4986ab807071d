package dev.dejima.tools.nft;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Files that a pattern names, as glob(7) has it: {@code *}, {@code ?} and {@code [a-z]} stand for
 * letters of one component, and for a dot at its begin never.
 */
final class Glob {
  private Glob() {}

  static boolean isPattern(String name) {
    return name.chars().anyMatch(c -> c == '*' || c == '?' || c == '[');
  }

  /** The files that match, directories left out, in the order of their octets. */
  static List<String> files(String pattern) {
    List<String> found = List.of(pattern.startsWith("/") ? "/" : "");
    String[] components = pattern.split("/+", -1);
    for (int i = pattern.startsWith("/") ? 1 : 0; i < components.length; i++) {
      found = step(found, components[i], i + 1 < components.length);
    }
    return found.stream().filter(file -> !Files.isDirectory(Path.of(file))).sorted().toList();
  }

  private static List<String> step(List<String> directories, String component, boolean goesOn) {
    List<String> found = new ArrayList<>();
    for (String directory : directories) {
      for (String name : isPattern(component) ? list(directory, component) : List.of(component)) {
        String path = directory + name;
        if (goesOn ? Files.isDirectory(Path.of(path)) : Files.exists(Path.of(path))) {
          found.add(goesOn ? path + "/" : path);
        }
      }
    }
    return found;
  }

  private static List<String> list(String directory, String component) {
    Pattern pattern = regex(component);
    boolean hidden = component.startsWith(".");
    Path path = Path.of(directory.isEmpty() ? "." : directory);
    try (Stream<Path> files = Files.list(path)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> hidden == name.startsWith(".") && pattern.matcher(name).matches())
          .toList();
    } catch (IOException | UncheckedIOException e) {
      return List.of();
    }
  }

  /** The expression of a component; a bracket that nothing closes stands for itself. */
  private static Pattern regex(String component) {
    StringBuilder regex = new StringBuilder();
    int at = 0;
    while (at < component.length()) {
      char c = component.charAt(at);
      int close = c == '[' ? close(component, at) : -1;
      if (close > 0) {
        regex.append(bracket(component.substring(at + 1, close)));
        at = close;
      } else {
        regex.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
      }
      at++;
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL);
  }

  /** Where a bracket ends; one that stands first inside is a letter of it. */
  private static int close(String component, int open) {
    int first = open + 1;
    if (first < component.length() && "!^".indexOf(component.charAt(first)) >= 0) {
      first++;
    }
    return component.indexOf(']', first + 1);
  }

  private static String bracket(String inside) {
    boolean not = inside.startsWith("!") || inside.startsWith("^");
    StringBuilder set = new StringBuilder(not ? "[^" : "[");
    for (char c : inside.substring(not ? 1 : 0).toCharArray()) {
      set.append("\\[]^&".indexOf(c) >= 0 ? "\\" + c : String.valueOf(c));
    }
    return set.append(']').toString();
  }
}
