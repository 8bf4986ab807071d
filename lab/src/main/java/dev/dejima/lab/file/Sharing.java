package dev.dejima.lab.file;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Gives nodes what their groups and {@code defaults} say, and tests what {@code defaults} say. What
 * a node says itself comes first; of mappings, such as {@code sysctl}, key by key.
 */
final class Sharing {
  private static final Set<String> MERGED = Set.of("interfaces", "sysctl", "neighbours", "routes");

  private final Mistakes mistakes;
  private final Optional<Yaml> groups;
  private final Optional<Yaml> ofNodes;
  private final Optional<Yaml> ofTests;

  private Sharing(Yaml.Fields lab, Mistakes mistakes) {
    this.mistakes = mistakes;
    this.groups = lab.find("groups");
    Optional<Section> defaults =
        lab.find("defaults")
            .flatMap(
                value -> Section.of(value, "'defaults'", Vocabulary.keys("defaults"), mistakes));
    this.ofNodes = defaults.flatMap(section -> section.optional("node"));
    this.ofTests = defaults.flatMap(section -> section.optional("test"));
  }

  /** The lab without groups and defaults. */
  static Yaml share(Yaml root, Mistakes mistakes) {
    if (!(root instanceof Yaml.Fields lab)) {
      return root;
    }
    Sharing sharing = new Sharing(lab, mistakes);
    List<Yaml.Field> fields = new ArrayList<>();
    for (Yaml.Field field : lab.without(Set.of("groups", "defaults")).fields()) {
      fields.add(
          switch (field.key().text()) {
            case "nodes" -> new Yaml.Field(field.key(), sharing.nodes(field.value()));
            case "tests" -> new Yaml.Field(field.key(), sharing.tests(field.value()));
            default -> field;
          });
    }
    return new Yaml.Fields(fields, lab.place());
  }

  private Yaml nodes(Yaml value) {
    if (!(value instanceof Yaml.Fields nodes)) {
      return value;
    }
    return new Yaml.Fields(
        nodes.fields().stream()
            .map(field -> new Yaml.Field(field.key(), node(field.value())))
            .toList(),
        nodes.place());
  }

  private Yaml node(Yaml value) {
    Yaml.Fields node;
    switch (value) {
      case Yaml.Fields fields -> node = fields;
      case Yaml.Text text when text.isEmpty() && ofNodes.isPresent() ->
          node = new Yaml.Fields(List.of(), text.place());
      default -> {
        return value;
      }
    }
    Yaml.Fields result = node;
    if (node.find("group").isPresent()) {
      for (Yaml.Text name :
          Section.texts(node.find("group").get(), "the name of a group", mistakes)) {
        result = group(name).map(new Merge(result)::with).orElse(result);
      }
    }
    return ofNodes.map(new Merge(result)::with).orElse(result);
  }

  private Optional<Yaml> group(Yaml.Text name) {
    List<String> known = new ArrayList<>();
    if (groups.isPresent() && groups.get() instanceof Yaml.Fields all) {
      Optional<Yaml> found = all.find(name.text());
      if (found.isPresent()) {
        return found;
      }
      all.fields().forEach(field -> known.add(field.key().text()));
    }
    mistakes.addUnknown(
        name.place(),
        "there is no group '%s', expected one under groups".formatted(name.text()),
        name.text(),
        known);
    return Optional.empty();
  }

  private Yaml tests(Yaml value) {
    if (ofTests.isEmpty() || !(value instanceof Yaml.Items tests)) {
      return value;
    }
    return new Yaml.Items(
        tests.items().stream()
            .map(test -> test instanceof Yaml.Fields f ? new Merge(f).with(ofTests.get()) : test)
            .toList(),
        tests.place());
  }

  /** A mapping that is given what it does not say. */
  private record Merge(Yaml.Fields own) {
    Yaml.Fields with(Yaml shared) {
      if (!(shared instanceof Yaml.Fields other)) {
        return own;
      }
      List<Yaml.Field> fields = new ArrayList<>();
      for (Yaml.Field field : own.fields()) {
        Optional<Yaml> more =
            MERGED.contains(field.key().text()) ? other.find(field.key().text()) : Optional.empty();
        boolean both =
            field.value() instanceof Yaml.Fields
                && more.isPresent()
                && more.get() instanceof Yaml.Fields;
        fields.add(
            both
                ? new Yaml.Field(
                    field.key(), new Merge((Yaml.Fields) field.value()).with(more.get()))
                : field);
      }
      other.fields().stream()
          .filter(field -> own.find(field.key().text()).isEmpty())
          .forEach(fields::add);
      return new Yaml.Fields(fields, own.place());
    }
  }
}
