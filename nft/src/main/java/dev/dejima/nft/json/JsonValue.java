package dev.dejima.nft.json;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A JSON value; the members of objects keep their order. */
sealed interface JsonValue {
  /** Members in the order they are written. */
  record Members(Map<String, JsonValue> map) implements JsonValue {
    Members() {
      this(new LinkedHashMap<>());
    }

    Members with(String name, JsonValue value) {
      map.put(name, value);
      return this;
    }

    Members with(String name, String value) {
      return with(name, new Text(value));
    }

    Members with(String name, long value) {
      return with(name, new Whole(value));
    }

    /** Leaves out what is absent. */
    Members withText(String name, @Nullable String value) {
      return value == null ? this : with(name, value);
    }

    /** Leaves out what is absent. */
    Members withWhole(String name, @Nullable Number value) {
      return value == null ? this : with(name, value.longValue());
    }

    @Nullable JsonValue get(String name) {
      return map.get(name);
    }
  }

  /** An array. */
  record Items(List<JsonValue> list) implements JsonValue {}

  /** A string. */
  record Text(String value) implements JsonValue {}

  /** An integer. */
  record Whole(long value) implements JsonValue {}

  /** True or false. */
  record Truth(boolean value) implements JsonValue {}

  /** Null. */
  record Nothing() implements JsonValue {}

  static Members object() {
    return new Members();
  }

  static Members object(String name, JsonValue value) {
    return new Members().with(name, value);
  }

  static JsonValue nothing() {
    return new Nothing();
  }
}
