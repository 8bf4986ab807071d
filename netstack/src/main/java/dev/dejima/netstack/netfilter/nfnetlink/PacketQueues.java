package dev.dejima.netstack.netfilter.nfnetlink;

import dev.dejima.kernel.Errno;
import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.Netlink;
import dev.dejima.kernel.NetlinkException;
import dev.dejima.kernel.netfilter.ConfigureQueue;
import dev.dejima.kernel.netfilter.CopyMode;
import dev.dejima.kernel.netfilter.PacketVerdict;
import dev.dejima.kernel.netfilter.QueueMessage;
import dev.dejima.kernel.netfilter.QueueStatistics;
import dev.dejima.kernel.netfilter.QueuedPacket;
import dev.dejima.netstack.Device;
import dev.dejima.netstack.Packet;
import dev.dejima.netstack.netfilter.EventQueue;
import dev.dejima.netstack.netfilter.NetfilterHost;
import dev.dejima.netstack.netfilter.conntrack.Conntrack;
import dev.dejima.nft.expr.HookNumber;
import dev.dejima.packet.Bytes;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The queues of a namespace ({@code nfnetlink_queue.c}): packets wait in them until the program
 * that has taken the queue says what becomes of them. All methods are for the holder of the baton.
 */
public final class PacketQueues {
  private static final int BUCKETS = 16;
  private static final int FLAGS = 0x20;

  /** What became of a packet that was to wait. */
  public enum Outcome {
    WAITS,
    /** It goes on, as the program wants it if there is no room. */
    GOES_ON,
    /** There is no room, or the program takes no packets; it is still the caller's. */
    REFUSED,
    /** No program listens; it is still the caller's. */
    NOBODY
  }

  private final NetfilterHost host;
  private final HandedFacts facts;
  private final Map<Integer, PacketQueue> queues = new HashMap<>();
  private int ports;

  /** No queues. */
  public PacketQueues(NetfilterHost host, Conntrack conntrack) {
    this.host = host;
    this.facts = new HandedFacts(conntrack);
  }

  // ---- packets

  /** Makes a packet wait in a queue ({@code nfqnl_enqueue_packet}). */
  public Outcome offer(int number, HeldPacket held) {
    PacketQueue queue = queues.get(number);
    if (queue == null) {
      return Outcome.NOBODY;
    }
    if (queue.mode == CopyMode.NONE) {
      return Outcome.REFUSED;
    }
    int id = queue.add(held);
    if (id == 0) {
      return queue.has(ConfigureQueue.FAIL_OPEN) ? Outcome.GOES_ON : Outcome.REFUSED;
    }
    if (!queue.listener.events.add(told(queue, id, held))) {
      return queue.untold(id) ? Outcome.GOES_ON : Outcome.REFUSED;
    }
    return Outcome.WAITS;
  }

  private QueuedPacket told(PacketQueue queue, int id, HeldPacket held) {
    Packet packet = held.packet();
    int octets = Math.min(packet.length(), queue.range);
    return new QueuedPacket(
        queue.number,
        id,
        facts.of(
            packet,
            new HandedFacts.Place(held.family(), held.hook(), held.in(), held.out()),
            null,
            queue.has(ConfigureQueue.UID_GID),
            queue.has(ConfigureQueue.CONNTRACK)),
        packet.priority,
        packet.length(),
        Bytes.of(packet.bytes, packet.network, octets),
        checksum(held.hook(), packet));
  }

  /** Of packets that came by a device, the checksum may be anything. */
  private static int checksum(HookNumber hook, Packet packet) {
    boolean received = !packet.local && !packet.ownerless && hook != HookNumber.OUTPUT;
    return received && !packet.checksumVerified ? QueuedPacket.CHECKSUM_NOT_VERIFIED : 0;
  }

  /** Drops what waits and came, or leaves, by a device that went down. */
  public void drop(Device device) {
    int index = device.index();
    drop(held -> is(held.in(), index) || is(held.out(), index) || is(held.packet().in, index));
  }

  private static boolean is(@Nullable Device device, int index) {
    return device != null && device.index() == index;
  }

  /** Drops all that waits: the hooks that it waits at are not what they were. */
  public void dropAll() {
    drop(held -> true);
  }

  private void drop(Predicate<HeldPacket> kind) {
    List.copyOf(queues.values()).forEach(queue -> queue.drop(kind));
  }

  // ---- programs

  /** What a program has opened. */
  final class Listener implements Netlink.Peer<QueueMessage> {
    private final EventQueue<QueueMessage> events =
        EventQueue.ofPackets(
            host.loop(),
            "packets of a queue",
            message -> message instanceof QueuedPacket packet ? packet.payload().length() : 0);
    private final int port = ++ports;

    int port() {
      return port;
    }

    @Override
    public void request(QueueMessage message) throws NetlinkException {
      Errno refused =
          switch (message) {
            case ConfigureQueue configure -> configure(configure, this);
            case PacketVerdict verdict -> decide(verdict, this);
            case QueuedPacket _ -> Errno.EOPNOTSUPP;
          };
      if (refused != null) {
        throw new NetlinkException(refused);
      }
    }

    @Override
    public QueueMessage next() throws InterruptedException, KernelException {
      return events.next();
    }

    @Override
    public Optional<QueueMessage> poll() throws KernelException {
      return events.poll();
    }

    @Override
    public void close() {
      for (PacketQueue queue : List.copyOf(queues.values())) {
        if (queue.listener == this) {
          give(queue);
        }
      }
      events.close();
    }
  }

  /** Opens a socket. */
  public Netlink.Peer<QueueMessage> open() {
    return new Listener();
  }

  private void give(PacketQueue queue) {
    queues.remove(queue.number);
    queue.drop(held -> true);
  }

  /** {@code nfqnl_recv_config}. */
  private @Nullable Errno configure(ConfigureQueue message, Listener listener) {
    if (Integer.compareUnsigned(message.flags(), FLAGS) >= 0) {
      return Errno.EOPNOTSUPP;
    }
    PacketQueue queue = queues.get(message.queue());
    if (queue != null && queue.listener != listener) {
      return Errno.EPERM;
    }
    switch (message.command()) {
      case BIND -> {
        if (queue != null) {
          return Errno.EBUSY;
        }
        queue = new PacketQueue(message.queue(), listener);
        queues.put(queue.number, queue);
      }
      case UNBIND -> {
        if (queue == null) {
          return Errno.ENODEV;
        }
        give(queue);
        return null;
      }
      case null -> {}
    }
    if (queue == null) {
      return Errno.ENODEV;
    }
    if (message.mode() != null) {
      queue.mode(message.mode(), message.range());
    }
    if (message.maxLength() != null) {
      queue.maxLength = message.maxLength();
    }
    queue.flags = queue.flags & ~message.mask() | message.flags() & message.mask();
    return null;
  }

  /** {@code nfqnl_recv_verdict} and {@code nfqnl_recv_verdict_batch}. */
  private @Nullable Errno decide(PacketVerdict message, Listener listener) {
    PacketQueue queue = queues.get(message.queue());
    if (queue == null) {
      return Errno.ENODEV;
    }
    if (queue.listener != listener) {
      return Errno.EPERM;
    }
    if (message.verdict() == PacketVerdict.Verdict.STOLEN) {
      return Errno.EINVAL;
    }
    if (message.upTo()) {
      List<HeldPacket> taken = queue.takeUpTo(message.id());
      taken.forEach(held -> end(held, message));
      return taken.isEmpty() ? Errno.ENOENT : null;
    }
    HeldPacket held = queue.take(message.id());
    if (held == null) {
      return Errno.ENOENT;
    }
    Bytes payload = message.payload();
    if (payload != null && !rewrite(held.packet(), payload)) {
      held.drop();
    } else {
      end(held, message);
    }
    return null;
  }

  /**
   * Gives a packet other octets ({@code nfqnl_mangle}). Linux takes whatever comes; here a packet
   * whose headers make no sense any more is dropped.
   */
  private boolean rewrite(Packet packet, Bytes octets) {
    int length = octets.length();
    if (length < packet.length() && length < packet.transport - packet.network) {
      return false;
    }
    if (packet.network + length > packet.bytes.length) {
      packet.bytes = Arrays.copyOf(packet.bytes, packet.network + length);
    }
    octets.copyTo(packet.bytes, packet.network);
    packet.end = packet.network + length;
    packet.checksumVerified = false;
    return host.reread(packet);
  }

  private static void end(HeldPacket held, PacketVerdict message) {
    Packet packet = held.packet();
    if (message.mark() != null) {
      packet.mark = message.mark();
    }
    if (message.priority() != null) {
      packet.priority = message.priority();
    }
    switch (message.verdict()) {
      case ACCEPT -> held.accept();
      case REPEAT -> held.repeat();
      case STOP -> held.stop();
      case QUEUE -> held.queue(message.target());
      case DROP, STOLEN -> held.drop();
    }
  }

  /** The queues that are taken, in the order of the kernel's table. */
  public List<QueueStatistics> statistics() {
    return queues.values().stream()
        .sorted(
            Comparator.comparingInt((PacketQueue queue) -> bucket(queue.number))
                .thenComparing(queue -> queue.listener.port(), Comparator.reverseOrder()))
        .map(PacketQueue::statistics)
        .toList();
  }

  private static int bucket(int number) {
    return (number >> 8 ^ number) % BUCKETS;
  }
}
