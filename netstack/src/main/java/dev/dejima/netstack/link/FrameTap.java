package dev.dejima.netstack.link;

import static dev.dejima.packet.NetworkOrder.get48;
import static dev.dejima.packet.NetworkOrder.put16;
import static dev.dejima.packet.NetworkOrder.put32;
import static dev.dejima.packet.NetworkOrder.put48;
import static dev.dejima.packet.NetworkOrder.put8;

import dev.dejima.kernel.Capture;
import dev.dejima.kernel.CaptureOptions;
import dev.dejima.kernel.Errno;
import dev.dejima.kernel.KernelException;
import dev.dejima.netstack.Packet;
import dev.dejima.netstack.sched.EventLoop;
import dev.dejima.netstack.sched.WaitQueue;
import dev.dejima.packet.Bytes;
import dev.dejima.packet.EthernetView;
import java.util.ArrayDeque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A capture on a device, or on all of a namespace. As libpcap does, it leaves out what goes out by
 * the loopback device, which comes in again.
 */
public final class FrameTap implements Capture {
  private static final int ETHERNET = 1;
  private static final int LINUX_SLL2 = 276;
  private static final int SLL2_LENGTH = 20;

  /** Frames kept for a reader that is late; tcpdump's ring of 2 MiB holds about as many. */
  private static final int ROOM = 65536;

  private final EventLoop loop;
  private final CaptureOptions options;
  private final @Nullable NetDevice device;
  private final Links links;
  private final WaitQueue readers;
  private final ArrayDeque<Frame> frames = new ArrayDeque<>();
  private final FrameFilter filter;
  private boolean gone;
  private boolean closed;
  private long received;
  private long dropped;

  FrameTap(EventLoop loop, CaptureOptions options, @Nullable NetDevice device, Links links)
      throws KernelException {
    this.loop = loop;
    this.options = options;
    this.device = device;
    this.links = links;
    this.readers = new WaitQueue(loop, "a frame on " + options.device());
    this.filter = FrameFilter.of(options.filter());
  }

  boolean isPromiscuous() {
    return options.promiscuous();
  }

  /** Shows a frame to the filter and keeps what it says. */
  void offer(Packet packet, NetDevice by, boolean outgoing) {
    if (outgoing && by.isLoopback()) {
      return;
    }
    byte[] bytes = packet.bytes;
    int from = packet.link;
    int length = packet.end - from;
    if (device == null) {
      length = packet.length() + SLL2_LENGTH;
      bytes = new byte[length];
      cook(packet, by, outgoing, bytes);
      from = 0;
    }
    int keep = filter.run(bytes, from, length);
    if (keep == 0) {
      return;
    }
    received++;
    if (frames.size() == ROOM) {
      dropped++;
      return;
    }
    int kept = Math.min(Math.min(keep, length), options.snaplen());
    frames.add(new Frame(loop.wallTime(), outgoing, length, Bytes.of(bytes, from, kept)));
    readers.wakeOne();
  }

  /** The pseudo header of LINKTYPE_LINUX_SLL2 in front of the packet. */
  private static void cook(Packet packet, NetDevice by, boolean outgoing, byte[] to) {
    put16(to, 0, packet.etherType);
    put32(to, 4, by.index());
    put16(to, 8, by.hardwareType());
    put8(to, 10, outgoing ? Packet.Type.OUTGOING.ordinal() : packet.type.ordinal());
    put8(to, 11, 6);
    put48(to, 12, get48(packet.bytes, packet.link + EthernetView.SOURCE));
    System.arraycopy(packet.bytes, packet.network, to, SLL2_LENGTH, packet.length());
  }

  void deviceGone() {
    gone = true;
    readers.wakeAll();
  }

  @Override
  public int linkType() {
    return device == null ? LINUX_SLL2 : ETHERNET;
  }

  @Override
  public Frame next() throws InterruptedException, KernelException {
    while (true) {
      Optional<Frame> frame = poll();
      if (frame.isPresent()) {
        return frame.get();
      }
      readers.await();
    }
  }

  @Override
  public Optional<Frame> poll() throws KernelException {
    Frame frame = frames.poll();
    if (frame == null && closed) {
      throw new KernelException(Errno.EBADF);
    }
    if (frame == null && gone) {
      throw new KernelException(Errno.ENODEV, "The interface disappeared");
    }
    return Optional.ofNullable(frame);
  }

  @Override
  public Statistics statistics() {
    return new Statistics(received, dropped);
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    if (device == null) {
      links.remove(this);
    } else {
      device.removeTap(this);
    }
    readers.wakeAll();
  }
}
