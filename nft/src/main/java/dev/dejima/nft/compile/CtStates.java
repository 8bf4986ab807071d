package dev.dejima.nft.compile;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The states of a flow that have timeouts of their own, by their place in the list ({@code
 * CTA_TIMEOUT_TCP_*}, {@code CTA_TIMEOUT_UDP_*} of {@code nfnetlink_cttimeout.h}).
 */
public final class CtStates {
  private static final int TCP = 6;
  private static final int UDP = 17;

  private static final List<String> TCP_STATES =
      List.of(
          "syn_sent",
          "syn_recv",
          "established",
          "fin_wait",
          "close_wait",
          "last_ack",
          "time_wait",
          "close",
          "syn_sent2",
          "retrans",
          "unack");
  private static final List<String> UDP_STATES = List.of("unreplied", "replied");

  /** Seconds, by state. */
  private static final int[] TCP_USUAL = {120, 60, 432_000, 120, 60, 30, 120, 10, 120, 300, 300};

  private static final int[] UDP_USUAL = {30, 120};

  private CtStates() {}

  /** The number of a state of a protocol; -1 if it has none of that name. */
  public static int number(int protocol, String word) {
    return words(protocol).indexOf(word);
  }

  /** The name of a state of a protocol; null if it has none of that number. */
  public static @Nullable String word(int protocol, int number) {
    List<String> words = words(protocol);
    return number >= 0 && number < words.size() ? words.get(number) : null;
  }

  /** The timeouts that nft gives the states where none is written, s. */
  public static SortedMap<Integer, Integer> usual(int protocol) {
    int[] usual = protocol == TCP ? TCP_USUAL : protocol == UDP ? UDP_USUAL : new int[0];
    SortedMap<Integer, Integer> timeouts = new TreeMap<>();
    for (int state = 0; state < usual.length; state++) {
      timeouts.put(state, usual[state]);
    }
    return timeouts;
  }

  private static List<String> words(int protocol) {
    return switch (protocol) {
      case TCP -> TCP_STATES;
      case UDP -> UDP_STATES;
      default -> List.of();
    };
  }
}
