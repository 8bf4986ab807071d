package dev.dejima.tools.tcpdump;

import dev.dejima.kernel.Capture;
import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.Namespace;
import dev.dejima.kernel.Netlink.Peer;
import dev.dejima.kernel.NetlinkException;
import dev.dejima.kernel.netfilter.ConfigureLog;
import dev.dejima.kernel.netfilter.ConfigureQueue;
import dev.dejima.kernel.netfilter.CopyMode;
import dev.dejima.kernel.netfilter.LogMessage;
import dev.dejima.kernel.netfilter.LoggedPacket;
import dev.dejima.kernel.netfilter.NflogFrame;
import dev.dejima.kernel.netfilter.PacketVerdict;
import dev.dejima.kernel.netfilter.PacketVerdict.Verdict;
import dev.dejima.kernel.netfilter.QueueMessage;
import dev.dejima.kernel.netfilter.QueuedPacket;
import dev.dejima.packet.Bytes;
import dev.dejima.packet.filter.BpfInterpreter;
import dev.dejima.packet.print.TcpdumpPrinter;
import dev.dejima.tools.Invocation;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What netfilter hands to programs, as captured frames.
 *
 * @param <M> the messages
 */
final class NetfilterCapture<M> implements Capture {
  /** What becomes of a message. */
  private interface Reading<M> {
    /** The octets of its packet as a frame, and how many there were; null for other messages. */
    @Nullable Octets read(Peer<M> peer, M message) throws KernelException;
  }

  private record Octets(Bytes bytes, int length) {}

  private final Invocation call;
  private final int linkType;
  private final Peer<M> peer;
  private final Reading<M> reading;
  private final @Nullable BpfInterpreter filter;
  private long count;

  private NetfilterCapture(
      Invocation call,
      int linkType,
      Peer<M> peer,
      Reading<M> reading,
      @Nullable BpfInterpreter filter) {
    this.call = call;
    this.linkType = linkType;
    this.peer = peer;
    this.reading = reading;
    this.filter = filter;
  }

  /** Takes the groups or queues of a device. */
  static Capture open(
      Invocation call, NetfilterDevice device, int snaplen, @Nullable BpfInterpreter filter)
      throws KernelException {
    Namespace namespace = call.namespace();
    if (device.queue()) {
      Peer<QueueMessage> queues = namespace.packetQueues();
      for (int number : device.numbers()) {
        ConfigureQueue.Command bind = ConfigureQueue.Command.BIND;
        take(queues, new ConfigureQueue(number, bind, CopyMode.PACKET, snaplen, null, 0, 0));
      }
      return new NetfilterCapture<>(
          call, TcpdumpPrinter.IPV4, queues, NetfilterCapture::queued, filter);
    }
    Peer<LogMessage> groups = namespace.logGroups();
    for (int number : device.numbers()) {
      take(groups, ConfigureLog.bind(number, snaplen));
    }
    return new NetfilterCapture<>(
        call, TcpdumpPrinter.NFLOG, groups, NetfilterCapture::logged, filter);
  }

  private static <M> void take(Peer<M> peer, M message) throws KernelException {
    try {
      peer.request(message);
    } catch (NetlinkException e) {
      peer.close();
      throw new KernelException(e.errno(), "Can't listen on group index: " + e.errno().text());
    }
  }

  private static @Nullable Octets logged(Peer<LogMessage> peer, LogMessage message) {
    if (message instanceof LoggedPacket packet) {
      Bytes frame = NflogFrame.of(packet);
      return new Octets(frame, frame.length());
    }
    return null;
  }

  /** A queued packet is accepted, as libpcap does. */
  private static @Nullable Octets queued(Peer<QueueMessage> peer, QueueMessage message)
      throws KernelException {
    if (message instanceof QueuedPacket packet) {
      peer.request(PacketVerdict.of(packet, Verdict.ACCEPT));
      return new Octets(packet.payload(), packet.length());
    }
    return null;
  }

  @Override
  public int linkType() {
    return linkType;
  }

  private @Nullable Frame read(M message) throws KernelException {
    Octets octets = reading.read(peer, message);
    if (octets == null || !passes(octets)) {
      return null;
    }
    count++;
    return new Frame(call.kernel().clock().now(), false, octets.length, octets.bytes);
  }

  private boolean passes(Octets octets) {
    byte[] bytes = octets.bytes.toArray();
    return filter == null || filter.run(bytes, 0, bytes.length, octets.length) != 0;
  }

  @Override
  public Frame next() throws InterruptedException, KernelException {
    Frame frame = null;
    while (frame == null) {
      frame = read(peer.next());
    }
    return frame;
  }

  @Override
  public Optional<Frame> poll() throws KernelException {
    for (Optional<M> next = peer.poll(); next.isPresent(); next = peer.poll()) {
      Frame frame = read(next.get());
      if (frame != null) {
        return Optional.of(frame);
      }
    }
    return Optional.empty();
  }

  @Override
  public Statistics statistics() {
    return new Statistics(count, 0);
  }

  @Override
  public void close() {
    peer.close();
  }
}
