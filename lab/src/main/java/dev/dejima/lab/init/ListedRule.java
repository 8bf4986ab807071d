package dev.dejima.lab.init;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A rule as nft lists it, and what of it tells about a network. Listings are regular: variables are
 * resolved, and each match is written in one way.
 *
 * @param family the family of its table
 * @param hook where its chain is hooked in; empty for one that others jump to
 * @param text all of it
 */
record ListedRule(String family, String hook, String text) {
  private static final Pattern TABLE = Pattern.compile("table (\\S+) \\S+ \\{");
  private static final Pattern HOOK = Pattern.compile("\\s*type \\S+ hook (\\S+).*");
  private static final Pattern OTHER =
      Pattern.compile("\\s*(chain|set|map|counter|quota|limit|ct|flowtable|meter) .*\\{");
  private static final String VALUE = "(\\{ [^}]* \\}|\"[^\"]*\"|\\S+)";

  /** The rules of a listing, in order. */
  static List<ListedRule> of(String listing) {
    List<ListedRule> rules = new ArrayList<>();
    String family = "";
    String hook = "";
    boolean inChain = false;
    for (String line : listing.lines().toList()) {
      Matcher table = TABLE.matcher(line);
      Matcher other = OTHER.matcher(line);
      Matcher base = HOOK.matcher(line);
      if (table.matches()) {
        family = table.group(1);
      } else if (other.matches()) {
        inChain = other.group(1).equals("chain");
        hook = "";
      } else if (base.matches()) {
        hook = base.group(1);
      } else if (line.isBlank() || line.strip().equals("}")) {
        inChain &= !line.strip().equals("}");
      } else if (inChain) {
        rules.add(new ListedRule(family, hook, line.strip()));
      }
    }
    return rules;
  }

  /** What stands behind a match, each of a set; none where it is negated or not there. */
  List<String> values(String match) {
    Matcher matcher = Pattern.compile("(?:^| )" + match + " " + VALUE).matcher(text);
    List<String> values = new ArrayList<>();
    while (matcher.find()) {
      String value = matcher.group(1);
      if (value.startsWith("{")) {
        for (String each : value.substring(1, value.length() - 1).split(",", -1)) {
          values.add(each.strip().replaceFirst(" .*", "").replace("\"", ""));
        }
      } else if (!value.equals("!=") && !value.startsWith("@")) {
        values.add(value.replace("\"", ""));
      }
    }
    return values;
  }

  /** The interfaces that packets come in by, or go out by. */
  List<String> devices(boolean in) {
    List<String> devices = new ArrayList<>(values(in ? "iifname" : "oifname"));
    devices.addAll(values(in ? "iif" : "oif"));
    devices.removeIf(
        name -> name.equals("lo") || name.contains("*") || !name.matches("[\\w-][\\w.-]{0,14}"));
    return devices;
  }

  /** The port that it matches; the first of several. */
  Optional<Integer> port() {
    for (String match : List.of("tcp dport", "udp dport", "th dport")) {
      for (String value : values(match)) {
        String first = value.replaceFirst("-.*", "");
        if (first.matches("[0-9]{1,5}")) {
          return Optional.of(Integer.valueOf(first));
        }
      }
    }
    return Optional.empty();
  }

  boolean isUdp() {
    return text.contains("udp dport") || text.contains("l4proto udp");
  }

  boolean isIcmp() {
    return text.contains("icmp ")
        || text.contains("l4proto icmp")
        || text.contains("protocol icmp");
  }

  /** Where it translates destinations to: an address, with a port perhaps. */
  Optional<String> target() {
    Matcher matcher =
        Pattern.compile("dnat (?:ip )?to (\\d+\\.\\d+\\.\\d+\\.\\d+(?::\\d+)?)").matcher(text);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  /** The address that it translates sources to. */
  Optional<String> source() {
    Matcher matcher = Pattern.compile("snat (?:ip )?to (\\d+\\.\\d+\\.\\d+\\.\\d+)").matcher(text);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  /** Whether it hides sources behind others. */
  boolean hides() {
    return text.contains("masquerade") || text.contains("snat ");
  }

  /** Whether it only lets through what belongs to connections, or what stays on this host. */
  boolean isPlumbing() {
    return text.contains("ct state") && !text.contains("ct state new")
        || text.contains("iif \"lo\"")
        || text.contains("iifname \"lo\"")
        || text.startsWith("jump ")
        || text.startsWith("return");
  }
}
