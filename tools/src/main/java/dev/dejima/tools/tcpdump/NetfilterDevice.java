package dev.dejima.tools.tcpdump;

import dev.dejima.tools.UsageException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What libpcap takes for an interface, but is none: {@code nflog:5} and {@code nfqueue:1,2}, what
 * netfilter hands to programs.
 *
 * @param queue whether queues are meant, rather than log groups
 * @param numbers whose
 */
record NetfilterDevice(boolean queue, List<Integer> numbers) {
  private static final String LOG = "nflog";
  private static final String QUEUE = "nfqueue";
  private static final int MOST = 32;
  private static final Pattern NUMBER =
      Pattern.compile("-?(0[xX][0-9a-fA-F]{1,15}|0[0-7]{0,18}|[1-9][0-9]{0,17})");

  /** Reads a name; null if it is none of these. */
  static @Nullable NetfilterDevice of(String name) {
    for (String kind : List.of(LOG, QUEUE)) {
      if (name.equals(kind) || name.startsWith(kind + ":")) {
        return new NetfilterDevice(kind.equals(QUEUE), numbers(name, kind.length() + 1));
      }
    }
    return null;
  }

  private static List<Integer> numbers(String name, int from) {
    if (from >= name.length()) {
      return List.of(0);
    }
    List<Integer> numbers = new ArrayList<>();
    for (String word : name.substring(from).split(",", -1)) {
      if (!NUMBER.matcher(word).matches()) {
        throw new UsageException(1, "tcpdump: Can't get netfilter group(s) index from " + name);
      }
      long number = Long.decode(word);
      if (number < 0 || number > 0xffff) {
        throw new UsageException(
            1, "tcpdump: Netfilter group range from 0 to 65535 (got " + number + ")");
      }
      numbers.add((int) number);
    }
    if (numbers.size() > MOST) {
      throw new UsageException(1, "tcpdump: Maximum 32 netfilter groups! dev: " + name);
    }
    return numbers;
  }
}
