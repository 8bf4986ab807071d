package dev.dejima.nft.json;

import dev.dejima.nft.json.JsonValue.Items;
import dev.dejima.nft.json.JsonValue.Members;
import dev.dejima.nft.json.JsonValue.Nothing;
import dev.dejima.nft.json.JsonValue.Text;
import dev.dejima.nft.json.JsonValue.Truth;
import dev.dejima.nft.json.JsonValue.Whole;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Takes values of the types it wants out of JSON, or says which one is wrong. */
final class JsonFields {
  private JsonFields() {}

  static Members members(@Nullable JsonValue value, String what) {
    if (value instanceof Members members) {
      return members;
    }
    throw new NftJsonException(what + " is not an object");
  }

  /** The members of an object; none of null, which stands for one without any. */
  static Members membersOrNone(@Nullable JsonValue value, String what) {
    return value instanceof Nothing ? new Members() : members(value, what);
  }

  /** The items of an array; a value that is no array is one item. */
  static List<JsonValue> items(@Nullable JsonValue value) {
    if (value == null) {
      return List.of();
    }
    return value instanceof Items items ? items.list() : List.of(value);
  }

  static String text(Members members, String name) {
    String text = optionalText(members, name);
    if (text == null) {
      throw new NftJsonException("‘" + name + "’ is missing");
    }
    return text;
  }

  static @Nullable String optionalText(Members members, String name) {
    return switch (members.get(name)) {
      case null -> null;
      case Text t -> t.value();
      case JsonValue _ -> throw new NftJsonException("‘" + name + "’ is not a string");
    };
  }

  static long whole(Members members, String name) {
    Long whole = optionalWhole(members, name);
    if (whole == null) {
      throw new NftJsonException("‘" + name + "’ is missing");
    }
    return whole;
  }

  static @Nullable Long optionalWhole(Members members, String name) {
    return switch (members.get(name)) {
      case null -> null;
      case Whole w -> w.value();
      case JsonValue _ -> throw new NftJsonException("‘" + name + "’ is not an integer");
    };
  }

  /** A whole number that fits an int and is not negative. */
  static int count(Members members, String name) {
    return narrow(whole(members, name), name);
  }

  static @Nullable Integer optionalCount(Members members, String name) {
    Long whole = optionalWhole(members, name);
    return whole == null ? null : narrow(whole, name);
  }

  private static int narrow(long whole, String name) {
    if (whole < 0 || whole > Integer.MAX_VALUE) {
      throw new NftJsonException("‘" + name + "’ is out of range");
    }
    return (int) whole;
  }

  static boolean truth(Members members, String name) {
    return members.get(name) instanceof Truth truth && truth.value();
  }

  /** The one of some choices that has a word. */
  static <T> T choice(T[] choices, Function<T, String> word, String wanted, String what) {
    for (T choice : choices) {
      if (word.apply(choice).equals(wanted)) {
        return choice;
      }
    }
    throw new NftJsonException("unknown " + what + " ‘" + wanted + "’");
  }

  /** The name of the only member. */
  static String onlyName(Members members, String what) {
    if (members.map().size() != 1) {
      throw new NftJsonException(what + " is not an object with one member");
    }
    return members.map().keySet().iterator().next();
  }
}
