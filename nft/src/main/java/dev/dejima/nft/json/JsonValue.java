package dev.dejima.nft.json;

import java.util.AbstractList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntFunction;
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

    /** Leaves out an empty list. */
    Members withWords(String name, List<String> words) {
      return words.isEmpty() ? this : with(name, words(words));
    }

    /** Leaves out what is absent. */
    Members withWhole(String name, @Nullable Number value) {
      return value == null ? this : with(name, value.longValue());
    }

    /** Leaves out what is absent; ms, which JSON has in seconds. */
    Members withSeconds(String name, @Nullable Long milliseconds) {
      return milliseconds == null ? this : with(name, milliseconds / 1000);
    }

    @Nullable JsonValue get(String name) {
      return map.get(name);
    }
  }

  /** An array. */
  record Items(List<JsonValue> list) implements JsonValue {
    /** The same with one more at the front. */
    Items behind(JsonValue first) {
      return made(list.size() + 1, index -> index == 0 ? first : list.get(index - 1));
    }
  }

  /** A string. */
  record Text(String value) implements JsonValue {}

  /** An integer. */
  record Whole(long value) implements JsonValue {}

  /** A number that is no integer, which nft wants nowhere. */
  record Real(String digits) implements JsonValue {}

  /** True or false. */
  record Truth(boolean value) implements JsonValue {}

  /** Null. */
  record Nothing() implements JsonValue {}

  /** What JSON calls the type of a value. */
  static String typeName(@Nullable JsonValue value) {
    return switch (value) {
      case Members _ -> "object";
      case Items _ -> "array";
      case Text _ -> "string";
      case Whole _ -> "integer";
      case Real _ -> "real";
      case Truth t -> t.value() ? "true" : "false";
      case Nothing _ -> "null";
      case null -> "nothing";
    };
  }

  /** An array whose items are made as they are asked for. */
  static <T> Items each(List<T> sources, Function<? super T, JsonValue> item) {
    return made(sources.size(), index -> item.apply(sources.get(index)));
  }

  private static Items made(int size, IntFunction<JsonValue> item) {
    return new Items(
        new AbstractList<>() {
          @Override
          public JsonValue get(int index) {
            return item.apply(index);
          }

          @Override
          public int size() {
            return size;
          }
        });
  }

  static Items words(List<String> words) {
    return each(words, Text::new);
  }

  static Members object() {
    return new Members();
  }

  static Members object(String name, JsonValue value) {
    return new Members().with(name, value);
  }

  static JsonValue nothing() {
    return new Nothing();
  }

  /** Null in place of an object without members. */
  static JsonValue orNothing(Members members) {
    return members.map().isEmpty() ? nothing() : members;
  }
}
