package dev.dejima.nft.syntax;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The words and signs with a meaning of their own. */
final class Words {
  /** Commands; a line that begins with another word is a rule to add. */
  static final Set<String> VERBS =
      Set.of(
          "add", "create", "insert", "replace", "delete", "destroy", "list", "flush", "reset",
          "get", "rename");

  static final Set<String> FAMILIES = Set.of("ip", "ip6", "inet", "arp", "bridge", "netdev");

  /** Words that name nothing: not a table, not a chain, not a value. */
  private static final Set<String> RESERVED =
      words(
          """
          include define redefine undefine describe hook device devices table chain rule set
          element map flowtable handle ruleset socket tproxy accept drop continue jump goto return
          flow offload meter counter log queue limit quota hour day reject snat dnat masquerade
          redirect random th bridge inet netdev ether type typeof vlan arp ip time icmp icmpv6 igmp
          ip6 priority ah esp comp flags udp udplite tcp dccp sctp rt rt0 rt2 srh hbh frag dst mh
          meta mark iif iifname iiftype oif oifname oiftype skuid skgid nftrace rtclassid ibriport
          ibrname obriport obrname pkttype cpu iifgroup oifgroup cgroup ct numgen jhash symhash dup
          fwd fib osf synproxy notrack all exists missing exthdr ipsec secmark xt vmap comment
          add auto-merge constant create delete destroy dynamic ecn elements expires export flush
          gc-interval geneve get gre gretap import index insert interval last list monitor policy
          position rename replace reset size timeout tunnel update vni vxlan
          """);

  /** Reserved words that are values all the same: names of protocols, ICMP types, directions. */
  private static final Set<String> VALUES =
      words(
          """
          tcp udp udplite esp ah icmp igmp icmpv6 comp dccp sctp gre redirect ether ip ip6 vlan arp
          dnat snat all exists missing ecn reset destroy last
          """);

  /** Meta keys that are understood without the word {@code meta}. */
  static final Set<String> UNQUALIFIED_META =
      words(
          """
          mark iif iifname iiftype oif oifname oiftype skuid skgid nftrace rtclassid ibriport
          ibrname obriport obrname pkttype cpu iifgroup oifgroup cgroup time day hour
          """);

  /** Expressions and statements of nft that are refused by name. */
  static final Set<String> UNSUPPORTED =
      words(
          """
          meter exthdr secmark describe monitor export import flowtable flowtables counters quotas
          limits meters
          """);

  static final Map<String, String> SIGN_WORDS =
      Map.ofEntries(
          Map.entry("eq", "=="),
          Map.entry("ne", "!="),
          Map.entry("lt", "<"),
          Map.entry("gt", ">"),
          Map.entry("le", "<="),
          Map.entry("ge", ">="),
          Map.entry("lshift", "<<"),
          Map.entry("rshift", ">>"),
          Map.entry("xor", "^"),
          Map.entry("and", "&"),
          Map.entry("or", "|"),
          Map.entry("not", "!"));

  private Words() {}

  private static Set<String> words(String text) {
    return Set.copyOf(list(text));
  }

  /** The words of a text that has one space, or the end of a line, between two. */
  static List<String> list(String text) {
    return List.of(text.strip().replace('\n', ' ').split(" ", -1));
  }

  static boolean isReserved(String word) {
    return RESERVED.contains(word);
  }

  /** Whether a word can stand for a value. */
  static boolean isValue(String word) {
    return !RESERVED.contains(word) || VALUES.contains(word);
  }

  static String signName(String sign) {
    return switch (sign) {
      case ":" -> "colon";
      case ";" -> "semicolon";
      case "," -> "comma";
      case "{", "}", "[", "]", "(", ")", "$", "=", "|" -> "'" + sign + "'";
      default -> sign;
    };
  }

  /** The candidate that a word was likely meant to be; null if none is near. */
  static @Nullable String nearest(String word, Collection<String> candidates) {
    int most = word.length() <= 4 ? 1 : 2;
    return candidates.stream()
        .filter(candidate -> candidate.length() > most && !candidate.equals(word))
        .filter(candidate -> distance(word, candidate) <= most)
        .min(Comparator.comparingInt((String c) -> distance(word, c)).thenComparing(c -> c))
        .orElse(null);
  }

  /** Letters to add, drop, change or swap with their neighbour (Damerau and Levenshtein). */
  private static int distance(String a, String b) {
    if (Math.abs(a.length() - b.length()) > 2) {
      return Integer.MAX_VALUE;
    }
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        d[i][j] = i == 0 || j == 0 ? i + j : cheapest(a, b, i, j, d);
      }
    }
    return d[a.length()][b.length()];
  }

  private static int cheapest(String a, String b, int i, int j, int[][] d) {
    boolean same = a.charAt(i - 1) == b.charAt(j - 1);
    int cost = Math.min(d[i - 1][j - 1] + (same ? 0 : 1), Math.min(d[i - 1][j], d[i][j - 1]) + 1);
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(cost, d[i - 2][j - 2] + 1) : cost;
  }
}
