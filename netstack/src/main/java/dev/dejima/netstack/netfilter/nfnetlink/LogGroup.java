package dev.dejima.netstack.netfilter.nfnetlink;

import dev.dejima.kernel.netfilter.ConfigureLog;
import dev.dejima.kernel.netfilter.CopyMode;
import dev.dejima.kernel.netfilter.LoggedPacket;
import dev.dejima.kernel.netfilter.NflogFrame;
import dev.dejima.netstack.netfilter.nfnetlink.LogGroups.Listener;
import dev.dejima.netstack.sched.EventLoop;
import dev.dejima.netstack.sched.Timer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A log group that a program has taken ({@code struct nfulnl_instance}). */
final class LogGroup {
  /** The most octets that an attribute holds. */
  static final int ALL = 0xffff - 4;

  private static final long HUNDREDTH = 10_000_000L;

  /** Octets of messages that are told together ({@code NLMSG_GOODSIZE}). */
  private static final int ROOM = 3776;

  /** Octets that the kernel reckons with for a message, whether it has all of these or not. */
  private static final int RECKONED = 140;

  /** The same of what is known of a frame: type, length, header. */
  private static final int RECKONED_HARDWARE = 36;

  private static final int NETLINK_HEADER = 16;

  final int number;
  final Listener listener;
  CopyMode mode = CopyMode.PACKET;
  int range = ALL;
  int timeout = 100;
  int threshold = 100;
  int flags;
  private int sequence;
  private int room;
  private final List<LoggedPacket> waiting = new ArrayList<>();
  private final Timer timer;

  LogGroup(int number, Listener listener, EventLoop loop) {
    this.number = number;
    this.listener = listener;
    this.timer = loop.timer(this::flush);
  }

  boolean has(int flag) {
    return (flags & flag) != 0;
  }

  void set(ConfigureLog message) {
    if (message.mode() != null) {
      mode = message.mode();
      int octets = message.range() == 0 ? ALL : message.range();
      range = mode == CopyMode.PACKET ? Math.min(octets, ALL) : 0;
    }
    timeout = message.timeout() == null ? timeout : message.timeout();
    threshold = message.threshold() == null ? threshold : message.threshold();
    flags = message.flags() == null ? flags : message.flags();
  }

  /** The next packet's number. */
  int next() {
    return sequence++;
  }

  /**
   * Takes a packet in; it is told at once, or with others.
   *
   * @param most packets that the rule wants told together; 0 if it does not say
   */
  void add(LoggedPacket packet, int most) {
    int reckoned = reckoned(packet);
    if (!waiting.isEmpty() && reckoned > room) {
      flush();
    }
    if (waiting.isEmpty()) {
      room = Math.max(ROOM, reckoned);
    }
    room -= NETLINK_HEADER + NflogFrame.of(packet).length();
    waiting.add(packet);
    boolean lower = most != 0 && Integer.compareUnsigned(most, threshold) < 0;
    if (Integer.compareUnsigned(waiting.size(), lower ? most : threshold) >= 0) {
      flush();
    } else if (!timer.pending()) {
      timer.arm(timeout * HUNDREDTH);
    }
  }

  private static int reckoned(LoggedPacket packet) {
    String prefix = packet.prefix();
    return RECKONED
        + (prefix == null ? 0 : attribute(prefix.getBytes(StandardCharsets.UTF_8).length + 1))
        + (packet.hardware() == null ? 0 : RECKONED_HARDWARE)
        + (packet.sequence() == null ? 0 : attribute(4))
        + (packet.globalSequence() == null ? 0 : attribute(4))
        + (packet.linkHeader().isEmpty() ? 0 : attribute(packet.linkHeader().length()))
        + (packet.payload().isEmpty() ? 0 : attribute(packet.payload().length()));
  }

  /** Octets of an attribute ({@code nla_total_size}). */
  private static int attribute(int length) {
    return 4 + ((length + 3) & ~3);
  }

  /** Tells what waits. */
  void flush() {
    timer.cancel();
    waiting.forEach(listener::tell);
    waiting.clear();
  }
}
