package dev.dejima.conformance;

import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** JSON as maps, lists, strings, integers, booleans and null. */
final class JsonTree {
  private static final JsonFactory FACTORY = new JsonFactory();

  private JsonTree() {}

  /** Reads one value. */
  static @Nullable Object read(String text) {
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
      return value(parser, parser.nextToken());
    }
  }

  private static @Nullable Object value(JsonParser parser, JsonToken token) {
    return switch (token) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      case VALUE_NUMBER_INT -> parser.getNumberValue().longValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      default -> parser.getString();
    };
  }

  private static Map<String, @Nullable Object> object(JsonParser parser) {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      members.put(name, value(parser, parser.nextToken()));
    }
    return members;
  }

  private static List<@Nullable Object> array(JsonParser parser) {
    List<@Nullable Object> values = new ArrayList<>();
    for (JsonToken t = parser.nextToken(); t != JsonToken.END_ARRAY; t = parser.nextToken()) {
      values.add(value(parser, t));
    }
    return values;
  }

  /** Writes one value on one line. */
  static String write(@Nullable Object value) {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
      write(out, value);
    }
    return text.toString();
  }

  private static void write(JsonGenerator out, @Nullable Object value) {
    switch (value) {
      case Map<?, ?> members -> {
        out.writeStartObject();
        members.forEach(
            (name, member) -> {
              out.writeName(String.valueOf(name));
              write(out, member);
            });
        out.writeEndObject();
      }
      case List<?> items -> {
        out.writeStartArray();
        items.forEach(item -> write(out, item));
        out.writeEndArray();
      }
      case Long number -> out.writeNumber(number);
      case Boolean truth -> out.writeBoolean(truth);
      case null -> out.writeNull();
      default -> out.writeString(value.toString());
    }
  }

  /** One form of all that says the same: members by name, elements of sets sorted. */
  static String canonical(@Nullable Object value) {
    return write(sorted(value));
  }

  private static @Nullable Object sorted(@Nullable Object value) {
    return switch (value) {
      case Map<?, ?> members -> {
        Map<String, @Nullable Object> sorted = new TreeMap<>();
        members.forEach((name, member) -> sorted.put(String.valueOf(name), member(name, member)));
        yield sorted;
      }
      case List<?> items -> {
        List<@Nullable Object> sorted = new ArrayList<>();
        items.forEach(item -> sorted.add(sorted(item)));
        yield sorted;
      }
      case null, default -> value;
    };
  }

  private static @Nullable Object member(Object name, @Nullable Object value) {
    Object sorted = sorted(value);
    if (name.equals("set") && sorted instanceof List<?> elements) {
      return elements.stream().sorted(Comparator.comparing(JsonTree::write)).toList();
    }
    return sorted;
  }
}
