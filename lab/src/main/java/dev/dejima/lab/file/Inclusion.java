package dev.dejima.lab.file;

import dev.dejima.lab.LabException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Puts the parts of included lab files in front of those of the file that includes them. */
final class Inclusion {
  private final Mistakes mistakes;
  private final List<Path> open = new ArrayList<>();

  Inclusion(Mistakes mistakes) {
    this.mistakes = mistakes;
  }

  /** The lab with all that it includes. */
  Yaml include(Path file, Yaml root) {
    if (!(root instanceof Yaml.Fields lab) || lab.find("include").isEmpty()) {
      return root;
    }
    open.add(file.toAbsolutePath().normalize());
    List<Yaml.Fields> parts = new ArrayList<>();
    for (Yaml.Text name :
        Section.texts(lab.find("include").get(), "the name of a lab file", mistakes)) {
      read(file.resolveSibling(name.text()), name).ifPresent(parts::add);
    }
    open.removeLast();
    parts.add(lab.without(Set.of("include")));
    return merge(parts, lab);
  }

  private Optional<Yaml.Fields> read(Path path, Yaml.Text name) {
    if (open.contains(path.toAbsolutePath().normalize())) {
      mistakes.add(name.place(), "'%s' includes itself".formatted(name.text()));
      return Optional.empty();
    }
    try {
      Yaml root = Yaml.read(path.toString(), LabFile.text(path), mistakes);
      return root != null && include(path, root) instanceof Yaml.Fields part
          ? Optional.of(part.without(Set.of("name")))
          : Optional.empty();
    } catch (LabException e) {
      String why = String.valueOf(e.getMessage());
      mistakes.add(name.place(), why.replaceFirst("^.*?error: ", "'" + path + "': "));
      return Optional.empty();
    }
  }

  /** Mappings and lists of the same key become one; of other values, the last counts. */
  private static Yaml merge(List<Yaml.Fields> parts, Yaml.Fields lab) {
    Map<String, Yaml.Field> merged = new LinkedHashMap<>();
    for (Yaml.Fields part : parts) {
      for (Yaml.Field field : part.fields()) {
        merged.merge(
            field.key().text(),
            field,
            (first, second) -> new Yaml.Field(second.key(), joined(first.value(), second.value())));
      }
    }
    return new Yaml.Fields(List.copyOf(merged.values()), lab.place());
  }

  private static Yaml joined(Yaml first, Yaml second) {
    if (first instanceof Yaml.Fields a && second instanceof Yaml.Fields b) {
      List<Yaml.Field> fields = new ArrayList<>(a.fields());
      fields.addAll(b.fields());
      return new Yaml.Fields(fields, b.place());
    }
    if (first instanceof Yaml.Items a && second instanceof Yaml.Items b) {
      List<Yaml> items = new ArrayList<>(a.items());
      items.addAll(b.items());
      return new Yaml.Items(items, b.place());
    }
    return second;
  }
}
