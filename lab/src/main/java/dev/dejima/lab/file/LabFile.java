package dev.dejima.lab.file;

import dev.dejima.lab.Lab;
import dev.dejima.lab.LabChecker;
import dev.dejima.lab.LabException;
import dev.dejima.lab.Mistake;
import dev.dejima.lab.Place;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads lab files. */
public final class LabFile {
  /** The lab file of a directory. */
  private static final String NAME = "lab.yaml";

  /** More than any lab needs, and less than would hurt. */
  private static final long MAX_SIZE = 1 << 20;

  private LabFile() {}

  /**
   * Reads and checks a lab, its rulesets included.
   *
   * @param path a lab file, or a directory with a {@code lab.yaml}, or with one YAML file only
   * @throws LabException with all mistakes, each with file, line and column
   */
  public static Lab read(Path path) throws LabException {
    Path file = Files.isDirectory(path) ? inDirectory(path) : path;
    return read(file, text(file));
  }

  private static Path inDirectory(Path directory) throws LabException {
    if (Files.exists(directory.resolve(NAME))) {
      return directory.resolve(NAME);
    }
    List<String> labs;
    try (Stream<Path> files = Files.list(directory)) {
      labs =
          files
              .map(file -> String.valueOf(file.getFileName()))
              .filter(name -> name.endsWith(".yaml") || name.endsWith(".yml"))
              .sorted()
              .toList();
    } catch (IOException e) {
      throw new LabException(directory + ": error: cannot be read: " + Unreadable.why(e), e);
    }
    if (labs.size() == 1) {
      return directory.resolve(labs.getFirst());
    }
    throw new LabException(
        directory
            + ": error: there is no "
            + NAME
            + (labs.isEmpty()
                ? ", expected a lab file or a directory with one"
                : ", expected the name of one of " + String.join(", ", labs)));
  }

  /** What a file says. */
  static String text(Path file) throws LabException {
    try {
      if (Files.size(file) > MAX_SIZE) {
        throw new LabException(file + ": error: larger than 1 MiB, expected a lab file");
      }
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new LabException(
          file + ": error: no such file, expected a lab file or a directory with one", e);
    } catch (MalformedInputException e) {
      throw new LabException(file + ": error: not UTF-8 text, expected a lab file", e);
    } catch (IOException e) {
      throw new LabException(file + ": error: cannot be read: " + Unreadable.why(e), e);
    }
  }

  /** Reads a lab, and keeps what is wrong with it. */
  public static LabSource source(Path path) {
    try {
      Path file = Files.isDirectory(path) ? inDirectory(path) : path;
      return source(file, text(file));
    } catch (LabException e) {
      return LabSource.unreadable(path, e);
    }
  }

  /**
   * Reads a text as if it were the content of {@code file}.
   *
   * @param file need not be there; what the lab names is looked for beside it
   * @throws LabException with all mistakes, as {@link #read(Path)}
   */
  public static Lab read(Path file, String text) throws LabException {
    LabSource source = source(file, text);
    return source.lab().orElseThrow(() -> new LabException(source.mistakes()));
  }

  private static LabSource source(Path file, String text) {
    Mistakes mistakes = new Mistakes();
    Yaml root = Yaml.read(file.toString(), text, mistakes);
    Optional<LabReader.Content> content =
        root == null ? Optional.empty() : new LabReader(mistakes).read(whole(file, root, mistakes));
    content.ifPresent(lab -> check(lab, mistakes));
    String rulesets = content.map(lab -> LabChecker.checkRulesets(lab.topology())).orElse("");
    Set<Path> included =
        mistakes.files().stream()
            .filter(name -> !name.equals(file.toString()))
            .map(name -> LabSource.absolute(Path.of(name)))
            .collect(Collectors.toSet());
    Optional<Lab> lab =
        mistakes.isEmpty() && rulesets.isEmpty()
            ? content.map(all -> new Lab(all.name(), all.topology(), all.tests()))
            : Optional.empty();
    return new LabSource(file, included, lab, mistakes.format() + rulesets);
  }

  /** A lab with what it includes, groups shared and variables replaced. */
  private static Yaml whole(Path file, Yaml root, Mistakes mistakes) {
    Yaml included = new Inclusion(mistakes).include(file, root);
    return new Expansion(mistakes).expand(Sharing.share(included, mistakes));
  }

  /** What does not fit together is told only once all could be read: it would mislead before. */
  private static void check(LabReader.Content lab, Mistakes mistakes) {
    if (!mistakes.isEmpty()) {
      return;
    }
    for (Mistake mistake :
        LabChecker.check(
            lab.topology(), lab.tests(), lab.overlapping(), place -> line(place, mistakes))) {
      mistakes.add(mistake);
    }
  }

  private static @Nullable String line(Place place, Mistakes mistakes) {
    return place.isKnown() ? mistakes.line(place.file(), place.line()) : null;
  }
}
