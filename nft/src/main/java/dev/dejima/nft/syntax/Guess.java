package dev.dejima.nft.syntax;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a word was likely meant to be that begins no statement and no match. */
public final class Guess {
  private static final List<String> FIRST_WORDS =
      List.of(
          "accept",
          "drop",
          "continue",
          "return",
          "jump",
          "goto",
          "counter",
          "log",
          "limit",
          "quota",
          "reject",
          "snat",
          "dnat",
          "masquerade",
          "redirect",
          "queue",
          "dup",
          "fwd",
          "tproxy",
          "synproxy",
          "notrack",
          "comment",
          "ether",
          "vlan",
          "arp",
          "ip",
          "ip6",
          "icmp",
          "icmpv6",
          "igmp",
          "tcp",
          "udp",
          "udplite",
          "sctp",
          "dccp",
          "ah",
          "esp",
          "meta",
          "ct",
          "fib",
          "iifname",
          "oifname",
          "iif",
          "oif",
          "mark");

  private Guess() {}

  /** A hint for a word that is not understood at the start of a match; null if there is none. */
  public static @Nullable String hint(String word) {
    return switch (word) {
      case "dport", "sport" ->
          "a protocol is missing: did you mean ‘tcp %1$s’ or ‘udp %1$s’?".formatted(word);
      case "saddr", "daddr" ->
          "a protocol is missing: did you mean ‘ip %1$s’, ‘ip6 %1$s’ or ‘ether %1$s’?"
              .formatted(word);
      case "state", "status", "zone", "helper" -> "did you mean ‘ct " + word + "’?";
      case "l4proto", "nfproto", "protocol", "length" -> "did you mean ‘meta " + word + "’?";
      case "ttl", "dscp" -> "did you mean ‘ip " + word + "’?";
      default -> {
        String near = Words.nearest(word, FIRST_WORDS);
        yield near == null ? null : Tokens.didYouMean(near);
      }
    };
  }
}
