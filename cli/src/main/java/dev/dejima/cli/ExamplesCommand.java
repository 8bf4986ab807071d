package dev.dejima.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code dejima examples}: the labs that come with the program, beside it in {@code examples}. */
@Command(
    name = "examples",
    mixinStandardHelpOptions = true,
    description = {
      "Lists the labs that come with the program, or copies one of them,",
      "with all its files, into a new directory."
    })
final class ExamplesCommand implements Callable<Integer> {
  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "NAME",
      description = "The example to copy.")
  @Nullable String name;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "DIR",
      description = "Where to; the example's name unless given.")
  @Nullable Path directory;

  @Override
  public Integer call() throws IOException {
    Path home = home();
    if (name == null) {
      list(home);
    } else {
      copy(home, name);
    }
    return ExitStatus.OK;
  }

  private static Path home() {
    Path home = Path.of(System.getProperty("dejima.home", "."), "examples");
    if (!Files.isDirectory(home)) {
      throw new Problem(ExitStatus.REFUSED, "dejima examples: there is no directory " + home);
    }
    return home;
  }

  private static List<Path> all(Path home) throws IOException {
    try (Stream<Path> entries = Files.walk(home, 2)) {
      return entries
          .filter(entry -> Files.isRegularFile(entry.resolve("lab.yaml")))
          .sorted()
          .toList();
    }
  }

  private static void list(Path home) throws IOException {
    List<Path> all = all(home);
    int width = all.stream().mapToInt(each -> nameOf(home, each).length()).max().orElse(0);
    for (Path example : all) {
      System.out.printf(
          "%-" + Math.max(1, width) + "s  %s%n", nameOf(home, example), about(example));
    }
    System.out.println();
    System.out.println("dejima examples NAME copies one; dejima run NAME runs the copy");
  }

  private static String nameOf(Path home, Path example) {
    return home.relativize(example).toString().replace('\\', '/');
  }

  /** The heading of its page of text, or else the first words of its lab file. */
  private static String about(Path example) throws IOException {
    Optional<String> heading = firstLine(example.resolve("README.md"), "# ");
    return heading.or(() -> comment(example.resolve("lab.yaml"))).orElse("");
  }

  private static Optional<String> comment(Path lab) {
    try {
      return firstLine(lab, "# ");
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> firstLine(Path file, String mark) throws IOException {
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .filter(line -> line.startsWith(mark))
          .map(line -> line.substring(mark.length()).strip())
          .findFirst();
    }
  }

  private void copy(Path home, String example) throws IOException {
    Path from = home.resolve(example).normalize();
    if (!from.startsWith(home.normalize()) || !Files.isRegularFile(from.resolve("lab.yaml"))) {
      List<String> names = all(home).stream().map(each -> nameOf(home, each)).toList();
      throw new Problem(
          ExitStatus.WRONG_INPUT,
          "dejima examples: there is no example %s; there are: %s"
              .formatted(example, String.join(", ", names)));
    }
    Path to = directory == null ? Path.of(String.valueOf(from.getFileName())) : directory;
    if (Files.exists(to)) {
      throw new Problem(
          ExitStatus.WRONG_INPUT,
          "dejima examples: %s is there already; name another: dejima examples %s DIR"
              .formatted(to, example));
    }
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
    System.out.printf("%s is a copy of %s; run it: dejima run %s%n", to, example, to);
  }
}
