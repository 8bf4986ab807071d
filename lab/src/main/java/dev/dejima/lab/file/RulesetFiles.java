package dev.dejima.lab.file;

import dev.dejima.lab.Place;
import dev.dejima.lab.RulesetText;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds rulesets: in files beside the lab file, or in it. */
final class RulesetFiles {
  private final Mistakes mistakes;

  RulesetFiles(Mistakes mistakes) {
    this.mistakes = mistakes;
  }

  /** A text with braces, blanks or several lines is a ruleset; any other names a file. */
  Optional<RulesetText> read(Yaml.Text value) {
    String text = value.text();
    return text.matches("(?s).*[{;\\n].*") ? Optional.of(inline(value)) : file(value, text.strip());
  }

  private Optional<RulesetText> file(Yaml.Text value, String name) {
    Path path = Path.of(value.place().file()).resolveSibling(name);
    try {
      String text = Files.readString(path);
      return Optional.of(new RulesetText(path.toString(), text, name, value.place()));
    } catch (NoSuchFileException e) {
      mistakes.addUnknown(
          value.place(),
          "there is no file '%s', expected the name of a file beside the lab file, or a ruleset"
              .formatted(path),
          name,
          neighbours(path));
    } catch (MalformedInputException e) {
      mistakes.add(value.place(), "'%s' is not UTF-8 text".formatted(path));
    } catch (IOException e) {
      mistakes.add(value.place(), "'%s' cannot be read: %s".formatted(path, Unreadable.why(e)));
    }
    return Optional.empty();
  }

  private static List<String> neighbours(Path path) {
    Path directory = path.toAbsolutePath().getParent();
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(f -> f.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  /**
   * A ruleset in the lab file. Empty lines stand in for what is above it, and a block's lines are
   * taken as they are in the file, so that places in it are places in the lab file; only variables
   * are replaced.
   */
  RulesetText inline(Yaml.Text value) {
    Place place = value.place();
    StringBuilder text = new StringBuilder();
    if (value.block()) {
      text.append("\n".repeat(place.line()));
      String indent = indent(value);
      value.text().stripTrailing().lines().forEach(l -> text.append(indent).append(l).append('\n'));
    } else {
      int quote = value.plain() ? 0 : 1;
      text.append("\n".repeat(place.line() - 1));
      text.append(" ".repeat(place.column() - 1 + quote)).append(value.text()).append('\n');
    }
    String file = place.file();
    String label = String.valueOf(Path.of(file).getFileName());
    return new RulesetText(file, text.toString(), label, place);
  }

  /** What stands in front of every line of a block. */
  private String indent(Yaml.Text block) {
    List<String> lines = block.text().lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      if (!lines.get(i).isBlank()) {
        String raw = mistakes.line(block.place().file(), block.place().line() + 1 + i);
        int width = raw.length() - raw.stripLeading().length();
        int own = lines.get(i).length() - lines.get(i).stripLeading().length();
        return raw.substring(0, Math.max(0, width - own));
      }
    }
    return "";
  }
}
