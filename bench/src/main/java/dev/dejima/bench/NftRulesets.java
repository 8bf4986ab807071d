package dev.dejima.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;

/** Large rulesets, the same in every run. */
final class NftRulesets {
  private static final long SEED = 1;
  private static final int LOWEST = 0x01000000;
  private static final long ADDRESSES = 0xde000000L;
  private static final int PRIVATE = 0x0a000000;
  private static final int PRIVATE_BITS = 24;

  private final Path directory;
  private final Random random = new Random(SEED);

  NftRulesets(Path directory) {
    this.directory = directory;
  }

  /** A ruleset in a file, and how many rules or elements it has. */
  record Ruleset(String name, int size, Path file) {}

  /** The four that nft is compared on. */
  List<Ruleset> usual() throws IOException {
    return List.of(
        write("DNAT rules", 10_000, rules(10_000)),
        write("addresses", 100_000, addresses(100_000)),
        write("ranges", 100_000, ranges(100_000)),
        write("ports to addresses", 65_535, ports()));
  }

  Ruleset oneRule() throws IOException {
    return write("rule", 1, rules(1));
  }

  Ruleset million() throws IOException {
    return write("addresses", 1_000_000, addresses(1_000_000));
  }

  private Ruleset write(String name, int size, String text) throws IOException {
    Path file = directory.resolve(name.replace(' ', '-') + "-" + size + ".nft");
    Files.writeString(file, text);
    return new Ruleset(name, size, file);
  }

  private String rules(int count) {
    StringBuilder text = new StringBuilder("table ip nat {\n\tchain prerouting {\n");
    text.append("\t\ttype nat hook prerouting priority dstnat; policy accept;\n");
    for (int i = 0; i < count; i++) {
      text.append("\t\tiifname \"eth").append(random.nextInt(4)).append('"');
      text.append(" ip daddr ").append(dotted(0xcb007100 + random.nextInt(256)));
      text.append(" tcp dport ").append(1 + i).append(" counter");
      text.append(" dnat to ").append(inside()).append(':').append(port()).append('\n');
    }
    return text.append("\t}\n}\n").toString();
  }

  private String addresses(int count) {
    long step = ADDRESSES / count;
    return set(
        "set blocked",
        "type ipv4_addr",
        shuffled(count, i -> dotted(LOWEST + i * step + random.nextInt((int) step))));
  }

  private String ranges(int count) {
    int step = (int) (ADDRESSES / count);
    return set(
        "set blocked", "type ipv4_addr\n\t\tflags interval", shuffled(count, i -> range(i, step)));
  }

  /** Within a stretch of addresses, so that no two ranges touch. */
  private String range(int index, int step) {
    long low = LOWEST + (long) index * step + random.nextInt(step / 2);
    return dotted(low) + "-" + dotted(low + 1 + random.nextInt(step / 2 - 2));
  }

  private String ports() {
    return set(
        "map ports",
        "type inet_service : ipv4_addr",
        shuffled(65_535, i -> (i + 1) + " : " + inside()));
  }

  private List<String> shuffled(int count, IntFunction<String> element) {
    List<String> elements = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      elements.add(element.apply(i));
    }
    Collections.shuffle(elements, random);
    return elements;
  }

  private static String set(String head, String type, List<String> elements) {
    return "table ip filter {\n\t%s {\n\t\t%s\n\t\telements = { %s }\n\t}\n}\n"
        .formatted(head, type, String.join(",\n\t\t\t     ", elements));
  }

  private String inside() {
    return dotted(PRIVATE + random.nextInt(1 << PRIVATE_BITS));
  }

  private int port() {
    return 1 + random.nextInt(65_535);
  }

  private static String dotted(long address) {
    return (address >> 24 & 255)
        + "."
        + (address >> 16 & 255)
        + "."
        + (address >> 8 & 255)
        + "."
        + (address & 255);
  }
}
