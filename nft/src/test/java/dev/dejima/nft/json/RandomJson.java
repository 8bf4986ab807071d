package dev.dejima.nft.json;

import dev.dejima.nft.json.JsonValue.Items;
import dev.dejima.nft.json.JsonValue.Members;
import dev.dejima.nft.json.JsonValue.Nothing;
import dev.dejima.nft.json.JsonValue.Real;
import dev.dejima.nft.json.JsonValue.Text;
import dev.dejima.nft.json.JsonValue.Truth;
import dev.dejima.nft.json.JsonValue.Whole;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * Makes JSON that is nearly what nft understands, out of commands that it does understand: values
 * are exchanged, left out, wrapped, doubled and put under other names. The same for the same seed.
 */
final class RandomJson {
  private static final List<Long> NUMBERS =
      List.of(0L, 1L, -1L, 65536L, (long) Integer.MAX_VALUE + 1, Long.MAX_VALUE, Long.MIN_VALUE);

  private static final List<String> TEXTS =
      List.of(
          "", "*", "@", "@x", "\0", "0x", "-", "9".repeat(300), "é\u2028", "lo", "::1", "1.2.3.4");

  private final Random random;
  private final List<JsonValue> samples;
  private final List<String> names;

  RandomJson(long seed, List<JsonValue> samples) {
    this.random = new Random(seed);
    this.samples = samples;
    Set<String> words = new TreeSet<>();
    samples.forEach(sample -> collect(sample, words));
    this.names = List.copyOf(words);
  }

  private static void collect(JsonValue value, Set<String> words) {
    switch (value) {
      case Members m ->
          m.map()
              .forEach(
                  (name, member) -> {
                    words.add(name);
                    collect(member, words);
                  });
      case Items i -> i.list().forEach(item -> collect(item, words));
      case Text t -> words.add(t.value());
      default -> {}
    }
  }

  /** A text of some commands. */
  String text() {
    List<JsonValue> commands = new ArrayList<>();
    for (int i = random.nextInt(4); i >= 0; i--) {
      commands.add(changed(pick(samples), 1 + random.nextInt(8)));
    }
    JsonValue root = JsonValue.object("nftables", new Items(commands));
    return JsonText.write(random.nextInt(50) == 0 ? changed(root, 2) : root);
  }

  /** A copy in which about one value in some is another one. */
  private JsonValue changed(JsonValue value, int rarity) {
    if (random.nextInt(10 * rarity) == 0) {
      return other(value);
    }
    return switch (value) {
      case Members m -> members(m, rarity);
      case Items i -> items(i, rarity);
      default -> value;
    };
  }

  private Members members(Members members, int rarity) {
    Members copy = JsonValue.object();
    for (Map.Entry<String, JsonValue> member : members.map().entrySet()) {
      if (random.nextInt(12 * rarity) != 0) {
        String name = random.nextInt(20 * rarity) == 0 ? pick(names) : member.getKey();
        copy.with(name, changed(member.getValue(), rarity));
      }
    }
    if (random.nextInt(12 * rarity) == 0) {
      copy.with(pick(names), leaf());
    }
    return copy;
  }

  private Items items(Items items, int rarity) {
    List<JsonValue> copy = new ArrayList<>();
    for (JsonValue item : items.list()) {
      for (int i = random.nextInt(15 * rarity) == 0 ? random.nextInt(3) : 1; i > 0; i--) {
        copy.add(changed(item, rarity));
      }
    }
    return new Items(copy);
  }

  private JsonValue other(JsonValue value) {
    return switch (random.nextInt(5)) {
      case 0 -> new Items(List.of(value));
      case 1 -> JsonValue.object(pick(names), value);
      case 2 -> within(pick(samples));
      default -> leaf();
    };
  }

  /** Some value somewhere in another. */
  private JsonValue within(JsonValue value) {
    List<JsonValue> parts =
        switch (value) {
          case Members m -> List.copyOf(m.map().values());
          case Items i -> i.list();
          default -> List.of();
        };
    return parts.isEmpty() || random.nextInt(4) == 0 ? value : within(pick(parts));
  }

  private JsonValue leaf() {
    return switch (random.nextInt(8)) {
      case 0 -> new Nothing();
      case 1 -> new Truth(random.nextBoolean());
      case 2 -> new Whole(pick(NUMBERS));
      case 3 -> new Whole(random.nextInt(300));
      case 4 -> new Real(random.nextBoolean() ? "1.5" : "1e400");
      case 5 -> new Text(pick(TEXTS));
      case 6 -> random.nextBoolean() ? new Items(List.of()) : JsonValue.object();
      default -> new Text(pick(names));
    };
  }

  private <T> T pick(List<T> items) {
    return items.get(random.nextInt(items.size()));
  }
}
