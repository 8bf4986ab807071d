package dev.dejima.nft.json;

import dev.dejima.nft.expr.Family;
import dev.dejima.nft.json.JsonValue.Items;
import dev.dejima.nft.json.JsonValue.Members;
import dev.dejima.nft.json.JsonValue.Nothing;
import dev.dejima.nft.json.JsonValue.Text;
import dev.dejima.nft.json.JsonValue.Truth;
import dev.dejima.nft.json.JsonValue.Whole;
import dev.dejima.nft.syntax.Name;
import dev.dejima.nft.syntax.Span;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Takes values of the types it wants out of JSON, or says which one is wrong. */
final class JsonFields {
  private static final long MILLISECONDS = 1000;

  private JsonFields() {}

  static Members members(@Nullable JsonValue value) {
    if (value instanceof Members members) {
      return members;
    }
    throw new NftJsonException("Expected object, got " + JsonValue.typeName(value));
  }

  /** The members of an object; none of null, which stands for one without any. */
  static Members membersOrNone(@Nullable JsonValue value) {
    return value == null || value instanceof Nothing ? new Members() : members(value);
  }

  /** The value of a member that must be there. */
  static JsonValue value(Members members, String name) {
    JsonValue value = members.get(name);
    if (value == null) {
      throw new NftJsonException("Object item not found: " + name);
    }
    return value;
  }

  /** The items of an array; a value that is no array is one item. */
  static List<JsonValue> items(@Nullable JsonValue value) {
    if (value == null) {
      return List.of();
    }
    return value instanceof Items items ? items.list() : List.of(value);
  }

  static String text(Members members, String name) {
    if (value(members, name) instanceof Text text) {
      return text.value();
    }
    throw wrong("string", members, name);
  }

  static @Nullable String optionalText(Members members, String name) {
    return members.get(name) == null ? null : text(members, name);
  }

  static Name name(Members members, String name) {
    return new Name(text(members, name), Span.INTERNAL);
  }

  static long whole(Members members, String name) {
    if (value(members, name) instanceof Whole whole) {
      return whole.value();
    }
    throw wrong("integer", members, name);
  }

  static @Nullable Long optionalWhole(Members members, String name) {
    return members.get(name) == null ? null : whole(members, name);
  }

  /** A number that may be left out, which is nought. */
  static long wholeOrZero(Members members, String name) {
    return members.get(name) == null ? 0 : whole(members, name);
  }

  private static NftJsonException wrong(String type, Members members, String name) {
    return new NftJsonException(
        "Expected %s, got %s for key %s"
            .formatted(type, JsonValue.typeName(members.get(name)), name));
  }

  /** A whole number that fits an int and is not negative. */
  static int count(Members members, String name) {
    long whole = whole(members, name);
    if (whole < 0 || whole > Integer.MAX_VALUE) {
      throw new NftJsonException("Value of property \"" + name + "\" is out of range.");
    }
    return (int) whole;
  }

  static @Nullable Integer optionalCount(Members members, String name) {
    return members.get(name) == null ? null : count(members, name);
  }

  /** A time that may be left out, ms, which JSON has in seconds. */
  static @Nullable Long milliseconds(Members members, String name) {
    Long seconds = optionalWhole(members, name);
    if (seconds != null && (seconds < 0 || seconds > Long.MAX_VALUE / MILLISECONDS)) {
      throw new NftJsonException("Value of property \"" + name + "\" is out of range.");
    }
    return seconds == null ? null : seconds * MILLISECONDS;
  }

  static boolean truth(Members members, String name) {
    return members.get(name) instanceof Truth truth && truth.value();
  }

  /** A list of words, or a single one. */
  static List<String> words(Members members, String name) {
    JsonValue value = members.get(name);
    if (value != null && !(value instanceof Items) && !(value instanceof Text)) {
      throw new NftJsonException("Expecting string or array in '" + name + "' property.");
    }
    List<String> words = new ArrayList<>();
    for (JsonValue item : items(value)) {
      if (!(item instanceof Text text)) {
        throw badFlag(name, words.size());
      }
      words.add(text.value());
    }
    return words;
  }

  /** Flags by their words, which are listed, or a single one. */
  static <E extends Enum<E>> Set<E> flags(
      Class<E> type, Members members, String name, Function<E, String> word) {
    Set<E> flags = EnumSet.noneOf(type);
    int index = 0;
    for (String wanted : words(members, name)) {
      E flag = find(type.getEnumConstants(), word, wanted);
      if (flag == null) {
        throw badFlag(name, index);
      }
      flags.add(flag);
      index++;
    }
    return flags;
  }

  private static NftJsonException badFlag(String name, int index) {
    return new NftJsonException(
        "Invalid flag in '" + name + "' property array at index " + index + ".");
  }

  /** The one of some choices that has a word; absent if none has. */
  static <T> @Nullable T find(T[] choices, Function<T, String> word, String wanted) {
    for (T choice : choices) {
      if (word.apply(choice).equals(wanted)) {
        return choice;
      }
    }
    return null;
  }

  /** The one of some choices that has a word; {@code what} begins the message if none has. */
  static <T> T choice(T[] choices, Function<T, String> word, String wanted, String what) {
    T found = find(choices, word, wanted);
    if (found == null) {
      throw new NftJsonException(what + " '" + wanted + "'.");
    }
    return found;
  }

  /** The family of a table. */
  static Family family(Members members) {
    String word = text(members, "family");
    if (word.equals(Family.UNSPEC.word())) {
      throw new NftJsonException("Unknown family '" + word + "'.");
    }
    return choice(Family.values(), Family::word, word, "Unknown family");
  }

  /** The family of an address, IPv4 or IPv6; absent where none is given. */
  static @Nullable Family addressFamily(Members members) {
    String word = optionalText(members, "family");
    return word == null
        ? null
        : choice(new Family[] {Family.IP, Family.IP6}, Family::word, word, "Invalid family");
  }

  /** The name of the only member. */
  static String onlyName(@Nullable JsonValue value) {
    if (!(value instanceof Members members)) {
      throw new NftJsonException("Expected object, got " + JsonValue.typeName(value));
    }
    if (members.map().size() != 1) {
      throw new NftJsonException(
          "Malformed object (too many properties): '" + JsonText.write(members) + "'.");
    }
    return members.map().keySet().iterator().next();
  }

  /** What a reader gives; what goes wrong in it is said to be part of something. */
  static <T> T within(String whole, Supplier<T> reader) {
    try {
      return reader.get();
    } catch (NftJsonException e) {
      throw e.within(whole);
    }
  }
}
