package dev.dejima.lab.file;

import dev.dejima.lab.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** A value in a YAML text, as it was written and where. */
sealed interface Yaml {
  Place place();

  /** What it is, for messages. */
  String kind();

  /**
   * A word or text.
   *
   * @param block whether it is a block whose lines stand as written ({@code |})
   * @param plain whether no quotes stand around it
   */
  record Text(String text, boolean block, boolean plain, Place place) implements Yaml {
    private static final int LONG = 60;

    /** Another text at its place. */
    Text with(String other) {
      return new Text(other, false, true, place);
    }

    boolean isEmpty() {
      return plain && (text.isEmpty() || text.equals("~") || text.equals("null"));
    }

    @Override
    public String kind() {
      String line = text.lines().findFirst().orElse("");
      String shown = line.length() > LONG ? line.substring(0, LONG) + "…" : line;
      return isEmpty() ? "nothing" : "'" + shown + "'";
    }
  }

  /** A list. */
  record Items(List<Yaml> items, Place place) implements Yaml {
    @Override
    public String kind() {
      return "a list";
    }
  }

  /** Keys and values, in order; a key may be there twice. */
  record Fields(List<Field> fields, Place place) implements Yaml {
    /** The value of a key. */
    Optional<Yaml> find(String key) {
      return fields.stream()
          .filter(field -> field.key().text().equals(key))
          .map(Field::value)
          .findFirst();
    }

    /** The same without some keys. */
    Fields without(Set<String> keys) {
      return new Fields(
          fields.stream().filter(field -> !keys.contains(field.key().text())).toList(), place);
    }

    @Override
    public String kind() {
      return "a mapping";
    }
  }

  /** A key and its value. */
  record Field(Text key, Yaml value) {}

  /**
   * Reads a text.
   *
   * @return its value, or null if it has none or is no YAML, which is noted
   */
  static @Nullable Yaml read(String file, String text, Mistakes mistakes) {
    mistakes.source(file, text);
    LoadSettings settings =
        LoadSettings.builder().setLabel(file).setMaxAliasesForCollections(50).build();
    try {
      Optional<Node> root = new Compose(settings).composeString(text);
      if (root.isEmpty()) {
        mistakes.add(
            new Place(file, 1, 1, 1, mistakes.line(file, 1)), "the file is empty, expected a lab");
        return null;
      }
      return new Conversion(file, mistakes).value(root.get(), 0);
    } catch (MarkedYamlEngineException e) {
      Optional<Mark> mark = e.getProblemMark().or(e::getContextMark);
      int line = mark.map(Mark::getLine).orElse(0) + 1;
      int column = mark.map(Mark::getColumn).orElse(0) + 1;
      mistakes.add(new Place(file, line, column, column, mistakes.line(file, line)), problem(e));
    } catch (YamlEngineException e) {
      mistakes.add(
          new Place(file, 1, 1, 1, mistakes.line(file, 1)),
          String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
    }
    return null;
  }

  private static String problem(MarkedYamlEngineException e) {
    String context = e.getContext();
    String where = context == null || context.isEmpty() ? "" : " " + context;
    return "this is not YAML: " + e.getProblem().toLowerCase(Locale.ROOT) + where;
  }

  /** From the library's nodes. */
  record Conversion(String file, Mistakes mistakes) {
    /** Deeper than any lab; an alias that holds itself has no end. */
    private static final int DEPTH = 20;

    Yaml value(Node node, int depth) {
      Place place = place(node);
      if (depth > DEPTH) {
        mistakes.add(place, "nested too deeply");
        return new Text("", false, true, place);
      }
      return switch (node) {
        case MappingNode mapping -> new Fields(fields(mapping, depth), place);
        case SequenceNode sequence ->
            new Items(sequence.getValue().stream().map(n -> value(n, depth + 1)).toList(), place);
        case ScalarNode scalar -> text(scalar);
        default -> new Text("", false, true, place);
      };
    }

    private Text text(ScalarNode scalar) {
      boolean block = scalar.getScalarStyle() == ScalarStyle.LITERAL;
      return new Text(scalar.getValue(), block, scalar.isPlain(), place(scalar));
    }

    private List<Field> fields(MappingNode mapping, int depth) {
      List<Field> fields = new ArrayList<>();
      for (NodeTuple tuple : mapping.getValue()) {
        if (tuple.getKeyNode() instanceof ScalarNode key) {
          fields.add(new Field(text(key), value(tuple.getValueNode(), depth + 1)));
        } else {
          mistakes.add(place(tuple.getKeyNode()), "a key has to be a word");
        }
      }
      return fields;
    }

    private Place place(Node node) {
      Mark start = node.getStartMark().orElseThrow();
      Mark end = node.getEndMark().orElse(start);
      int column = start.getColumn() + 1;
      boolean flat = node instanceof ScalarNode && end.getLine() == start.getLine();
      int line = start.getLine() + 1;
      int last = flat ? Math.max(column, end.getColumn()) : column;
      return new Place(file, line, column, last, mistakes.line(file, line));
    }
  }
}
