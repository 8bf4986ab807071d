package dev.dejima.packet.print;

import dev.dejima.packet.IpAddress;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The initial sequence numbers of TCP conversations, so that later ones are printed relative to
 * them. A conversation begins with its first segment that has ACK, or anew with one that has SYN
 * too. Both directions share an entry; {@code low} is the end with the lower port, or with the
 * lower address if the ports are the same.
 */
final class TcpConversations {
  /** The eldest are forgotten beyond this many. */
  private static final int MOST = 1 << 16;

  private final Map<Key, Start> starts =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Start> eldest) {
          return size() > MOST;
        }
      };

  /** Who talks: addresses and ports of the low and the high end. */
  record Key(IpAddress low, IpAddress high, int ports) {}

  /**
   * The numbers to subtract.
   *
   * @param low from the sequence numbers of the low end
   * @param high from those of the high end
   */
  record Start(int low, int high) {}

  /** Whether the numbers of this segment stand, because they begin the conversation. */
  record Entry(boolean begins, Start start) {}

  Entry find(Key key, boolean fromHigh, boolean syn, int sequence, int acknowledgment) {
    Start known = starts.get(key);
    if (known != null && !syn) {
      return new Entry(false, known);
    }
    Start start =
        fromHigh
            ? new Start(acknowledgment - 1, sequence)
            : new Start(sequence, acknowledgment - 1);
    starts.put(key, start);
    return new Entry(true, start);
  }
}
