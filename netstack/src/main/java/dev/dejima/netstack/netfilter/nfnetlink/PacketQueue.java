package dev.dejima.netstack.netfilter.nfnetlink;

import dev.dejima.kernel.netfilter.ConfigureQueue;
import dev.dejima.kernel.netfilter.CopyMode;
import dev.dejima.kernel.netfilter.QueueStatistics;
import dev.dejima.netstack.netfilter.nfnetlink.PacketQueues.Listener;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A queue that a program has taken ({@code struct nfqnl_instance}). */
final class PacketQueue {
  /** The most octets that an attribute holds. */
  static final int ALL = 0xffff - 4;

  private static final int DEFAULT_LENGTH = 1024;

  final int number;
  final Listener listener;
  CopyMode mode = CopyMode.NONE;
  int range = ALL;
  int flags;

  /** Packets that may wait; unsigned. */
  int maxLength = DEFAULT_LENGTH;

  private int lastId;
  private int dropped;
  private int userDropped;
  private final Map<Integer, HeldPacket> waiting = new LinkedHashMap<>();

  PacketQueue(int number, Listener listener) {
    this.number = number;
    this.listener = listener;
  }

  boolean has(int flag) {
    return (flags & flag) != 0;
  }

  void mode(CopyMode value, int octets) {
    mode = value;
    range = value != CopyMode.PACKET ? 0 : octets == 0 ? ALL : Math.min(octets, ALL);
  }

  /** Makes a packet wait; answers its number, or 0 if there is no room. */
  int add(HeldPacket held) {
    if (Integer.compareUnsigned(waiting.size(), maxLength) >= 0) {
      if (!has(ConfigureQueue.FAIL_OPEN)) {
        dropped++;
      }
      return 0;
    }
    lastId++;
    waiting.put(lastId, held);
    return lastId;
  }

  /** Takes out a packet that the program could not be told of; whether it goes on all the same. */
  boolean untold(int id) {
    waiting.remove(id);
    if (!has(ConfigureQueue.FAIL_OPEN)) {
      userDropped++;
    }
    return has(ConfigureQueue.FAIL_OPEN);
  }

  /** Takes out the packet of a number. */
  @Nullable HeldPacket take(int id) {
    return waiting.remove(id);
  }

  /** Takes out all packets up to a number, oldest first. */
  List<HeldPacket> takeUpTo(int id) {
    List<HeldPacket> taken = new ArrayList<>();
    var entries = waiting.entrySet().iterator();
    while (entries.hasNext()) {
      var entry = entries.next();
      if (entry.getKey() - id > 0) {
        break;
      }
      taken.add(entry.getValue());
      entries.remove();
    }
    return taken;
  }

  /** Drops the packets of a kind. */
  void drop(Predicate<HeldPacket> kind) {
    List<HeldPacket> gone = waiting.values().stream().filter(kind).toList();
    waiting.values().removeAll(gone);
    gone.forEach(HeldPacket::drop);
  }

  QueueStatistics statistics() {
    return new QueueStatistics(
        number,
        listener.port(),
        waiting.size(),
        mode,
        range,
        Integer.toUnsignedLong(dropped),
        Integer.toUnsignedLong(userDropped),
        Integer.toUnsignedLong(lastId));
  }
}
