package dev.dejima.lab.compare;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Leaves out frames of an interface that pass at random times, and orders the others. */
final class FrameRules {
  private static final Pattern ARP_REQUEST =
      Pattern.compile("Request who-has (\\S+) .*tell (\\S+),");
  private static final Pattern ARP_REPLY = Pattern.compile("Reply (\\S+) is-at");
  private static final Pattern ENDS = Pattern.compile("(\\S+) > (\\S+): ");
  private static final Pattern ECHO = Pattern.compile("ICMP6?, echo re\\w+, id (\\d+)");
  private static final Pattern SYN = Pattern.compile("(\\S+ > \\S+: )Flags \\[S\\].*?, seq (\\d+)");
  private static final Pattern BARE_ACK = Pattern.compile("Flags \\[\\.\\].*, length 0\\b");
  private static final Pattern WITH_DATA = Pattern.compile("Flags \\[(P|F|FP)?\\.\\]");

  private final Set<Rule> rules;
  private final Set<Rule> applied;
  private final Set<String> syns = new HashSet<>();
  private final Set<String> spoken = new HashSet<>();
  private final Set<String> probed = new HashSet<>();

  FrameRules(Set<Rule> rules, Set<Rule> applied) {
    this.rules = rules;
    this.applied = applied;
  }

  List<String> select(List<String> lines) {
    List<String> kept = new ArrayList<>();
    for (String line : lines) {
      if (!sets(Rule.MULTICAST_LISTENERS, line.contains("multicast listener"))
          && !sets(Rule.ROUTER_SOLICITATION, line.contains("ICMP6, router solicitation"))
          && !sets(Rule.DUPLICATE_ADDRESS_DETECTION, isDuplicateDetection(line))
          && !sets(Rule.NEIGHBOUR_PROBES, isNeighbourProbe(line))
          && !sets(Rule.ARP_PROBES, isArpProbe(line))
          && !sets(Rule.SYN_RETRANSMISSIONS, isSentAgain(line))
          && !sets(Rule.ACKNOWLEDGEMENTS, BARE_ACK.matcher(line).find())) {
        kept.add(acknowledging(line));
      }
    }
    return rules.contains(Rule.INTERLEAVING) ? byConversation(kept) : kept;
  }

  private boolean sets(Rule rule, boolean concerns) {
    if (concerns && rules.contains(rule)) {
      applied.add(rule);
      return true;
    }
    return false;
  }

  private static boolean isDuplicateDetection(String line) {
    return line.contains("neighbor solicitation") && line.contains(" :: > ff02::1:ff");
  }

  /** Asks by unicast whether a neighbour is still there, or answers that. */
  private static boolean isNeighbourProbe(String line) {
    boolean asks = line.contains("neighbor solicitation") && !line.contains(" > ff02::1:ff");
    boolean answers =
        line.contains("neighbor advertisement")
            && line.contains("solicited]")
            && !line.contains("override");
    return asks || answers;
  }

  /** Asks for a neighbour that has spoken on this link, or answers that. */
  private boolean isArpProbe(String line) {
    Matcher request = ARP_REQUEST.matcher(line);
    if (request.find()) {
      String wanted = request.group(1);
      boolean probe = spoken.contains(wanted);
      spoken.add(request.group(2));
      if (probe) {
        probed.add(wanted);
      }
      return probe;
    }
    Matcher reply = ARP_REPLY.matcher(line);
    if (reply.find()) {
      spoken.add(reply.group(1));
      return probed.remove(reply.group(1));
    }
    return false;
  }

  /** The same SYN, by its ends and its number, as passed here before in that direction. */
  private boolean isSentAgain(String line) {
    Matcher syn = SYN.matcher(line);
    return syn.find() && !syns.add(syn.group(1) + line.split(" ", 2)[0] + syn.group(2));
  }

  private String acknowledging(String line) {
    return WITH_DATA.matcher(line).find() && sets(Rule.ACKNOWLEDGEMENTS, true)
        ? line.replaceAll("\\back \\d+", "ack <ack>")
        : line;
  }

  private List<String> byConversation(List<String> lines) {
    Map<String, List<String>> conversations = new LinkedHashMap<>();
    for (String line : lines) {
      conversations.computeIfAbsent(conversation(line), _ -> new ArrayList<>()).add(line);
    }
    List<String> ordered = new ArrayList<>();
    conversations.forEach((name, its) -> ordered.addAll(name.startsWith("TCP") ? ways(its) : its));
    if (!ordered.equals(lines)) {
      applied.add(Rule.INTERLEAVING);
    }
    return ordered;
  }

  /** The two ends; of an ICMP error, those of the packet that it quotes, which stands last. */
  private static String conversation(String line) {
    if (line.contains("ARP, ")) {
      return "ARP";
    }
    String name = "";
    Matcher ends = ENDS.matcher(line);
    while (ends.find()) {
      boolean forth = ends.group(1).compareTo(ends.group(2)) < 0;
      name = forth ? ends.group(1) + " " + ends.group(2) : ends.group(2) + " " + ends.group(1);
    }
    Matcher echo = ECHO.matcher(line);
    return (line.contains("Flags [") ? "TCP " : "") + name + (echo.find() ? echo.group(1) : "");
  }

  /** What one end sent, then what the other did. */
  private static List<String> ways(List<String> lines) {
    Map<String, List<String>> ways = new LinkedHashMap<>();
    for (String line : lines) {
      Matcher ends = ENDS.matcher(line);
      String sender = ends.find() ? ends.group(1) : "";
      ways.computeIfAbsent(sender, _ -> new ArrayList<>()).add(line);
    }
    return ways.values().stream().flatMap(List::stream).toList();
  }
}
