package dev.dejima.lab.run;

import dev.dejima.kernel.Process;
import dev.dejima.kernel.StandardStreams;
import dev.dejima.tools.Invocation;
import dev.dejima.tools.Toolbox;
import dev.dejima.tools.nft.LineSource;
import dev.dejima.tools.shell.StandardTools;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;

/**
 * Runs tools in the nodes of a network, as somebody at a prompt would, and reads what they print.
 */
final class Tooling {
  private static final java.util.regex.Pattern COUNT =
      java.util.regex.Pattern.compile("\\bpackets ([0-9]+) bytes ([0-9]+)");
  private static final java.util.regex.Pattern ELEMENTS =
      java.util.regex.Pattern.compile("(?s)elements = \\{(.*?)\\}\\s*\n\\s*\\}");

  private final Network network;
  private final Process self;
  private final Toolbox toolbox = StandardTools.all(LineSource.STANDARD_INPUT);

  /**
   * What a tool did.
   *
   * @param status its exit status
   * @param output what it wrote
   * @param complaints what it wrote to standard error
   */
  record Printed(int status, String output, String complaints) {
    List<String> lines() {
      return output.lines().toList();
    }
  }

  /** What a counter counted. */
  record Count(long packets, long octets) {}

  /**
   * Tools for a process.
   *
   * @param self who runs them
   */
  Tooling(Network network, Process self) {
    this.network = network;
    this.self = self;
  }

  /**
   * Runs a tool to its end.
   *
   * @param words its name and arguments
   */
  Printed run(String node, List<String> words, String input) throws InterruptedException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    StandardStreams streams =
        new StandardStreams(
            new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)), out, err);
    Invocation call = new Invocation(toolbox, self, self, streams, words);
    int status;
    try {
      status = toolbox.run(call.in(network.namespace(node)));
    } catch (IOException e) {
      return new Printed(1, "", String.valueOf(e.getMessage()));
    }
    return new Printed(
        status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private static List<String> words(String command, String name) {
    List<String> words = new ArrayList<>(List.of("nft", "list", command));
    words.addAll(Arrays.asList(name.strip().split("\\s+", -1)));
    return words;
  }

  /** The counters of a name, or those in rules that a pattern is for. */
  List<Count> counters(String node, String wanted) throws InterruptedException {
    boolean name = wanted.matches("(ip6?|inet|arp|bridge|netdev) \\S+ \\S+");
    List<String> words = name ? words("counter", wanted) : List.of("nft", "list", "ruleset");
    List<Count> counts = new ArrayList<>();
    for (String line : run(node, words, "").lines()) {
      Matcher count = COUNT.matcher(line);
      String rule = line.strip();
      String plain = count.replaceAll("").replaceAll("\\s+", " ").strip();
      boolean meant = name || Pattern.matches(wanted, rule) || Pattern.matches(wanted, plain);
      if (meant && count.reset().find()) {
        counts.add(new Count(Long.parseLong(count.group(1)), Long.parseLong(count.group(2))));
      }
    }
    return counts;
  }

  /**
   * The elements of a set or map, as nft lists them.
   *
   * @throws IllegalStateException if there is none, with what nft says
   */
  List<String> elements(String node, String set) throws InterruptedException {
    Printed printed = run(node, words("set", set), "");
    if (printed.status() != 0) {
      printed = run(node, words("map", set), "");
    }
    if (printed.status() != 0) {
      throw new IllegalStateException("at %s: %s".formatted(node, printed.complaints().strip()));
    }
    Matcher elements = ELEMENTS.matcher(printed.output());
    return elements.find() ? split(elements.group(1)) : List.of();
  }

  /** Parts between commas that are in no braces. */
  private static List<String> split(String text) {
    List<String> parts = new ArrayList<>();
    StringBuilder part = new StringBuilder();
    int depth = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      depth += c == '{' ? 1 : c == '}' ? -1 : 0;
      if (c == ',' && depth == 0) {
        parts.add(part.toString());
        part.setLength(0);
      } else {
        part.append(c);
      }
    }
    parts.add(part.toString());
    return parts.stream()
        .map(each -> each.strip().replaceAll("\\s+", " "))
        .filter(each -> !each.isEmpty())
        .toList();
  }
}
