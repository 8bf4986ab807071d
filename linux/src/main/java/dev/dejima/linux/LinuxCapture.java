package dev.dejima.linux;

import dev.dejima.kernel.Capture;
import dev.dejima.kernel.CaptureOptions;
import dev.dejima.kernel.KernelException;
import dev.dejima.linux.libc.Libc;
import dev.dejima.linux.libc.Mapping;
import dev.dejima.linux.libc.SocketAddress;
import dev.dejima.linux.libc.Sockets;
import dev.dejima.packet.filter.BpfInstruction;
import dev.dejima.packet.filter.BpfProgram;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;

/**
 * A capture by an AF_PACKET socket (packet(7)) and a ring that it shares with the kernel ({@code
 * TPACKET_V3}).
 *
 * <p>The kernel fills a block of the ring with frames and hands it over when it is full, or a
 * millisecond after its first frame. So that {@link #poll} does not miss a frame that has come but
 * whose block has not been handed over, it asks the socket's counter how many have come, and waits
 * that millisecond if there are more than it has seen.
 */
final class LinuxCapture implements Capture {
  private static final int SOL_PACKET = 263;
  private static final int PACKET_ADD_MEMBERSHIP = 1;
  private static final int PACKET_MR_PROMISC = 1;
  private static final int PACKET_MREQ = 16;
  private static final int PACKET_RX_RING = 5;
  private static final int PACKET_STATISTICS = 6;
  private static final int PACKET_VERSION = 10;
  private static final int TPACKET_V3 = 2;
  private static final int BLOCK_SIZE = 1 << 18;
  private static final int BLOCKS = 8;
  private static final int FRAME_SIZE = 1 << 11;
  private static final int RETIRE_MS = 1;
  private static final int SIOCGIFINDEX = 0x8933;
  private static final int SIOCGIFHWADDR = 0x8927;
  private static final int IFR_DATA = 16;
  private static final int ARPHRD_ETHER = 1;
  private static final int ARPHRD_LOOPBACK = 772;
  private static final int RETURN_CONSTANT = 0x06;
  private static final String ANY = "any";

  private final Descriptor descriptor;
  private final Ring ring;
  private final boolean cooked;
  private final int snaplen;
  private long received;
  private long dropped;
  private long seen;

  private LinuxCapture(LinuxKernel kernel, int fd, Mapping mapping, boolean cooked, int snaplen) {
    this.descriptor = new Descriptor(kernel, fd, mapping);
    this.ring = new Ring(mapping.view(), BLOCK_SIZE, BLOCKS, cooked);
    this.cooked = cooked;
    this.snaplen = snaplen;
  }

  /**
   * Begins to capture in a namespace. Only the socket is opened inside; what follows takes the
   * kernel tens of milliseconds, which others should not have to wait for.
   */
  static LinuxCapture open(LinuxNamespace namespace, CaptureOptions options)
      throws KernelException {
    int fd = socket(namespace, Sockets.SOCK_RAW);
    try {
      int index = 0;
      boolean cooked = options.device().equals(ANY);
      if (!cooked) {
        index = index(fd, options.device());
        int type = ask(fd, SIOCGIFHWADDR, options.device()).getShort(IFR_DATA) & 0xffff;
        cooked = type != ARPHRD_ETHER && type != ARPHRD_LOOPBACK;
      }
      if (cooked) {
        int raw = fd;
        fd = socket(namespace, Sockets.SOCK_DGRAM);
        Libc.close(raw);
      }
      attach(fd, options, cooked);
      Mapping mapping = ring(fd);
      Sockets.bind(fd, SocketAddress.packet(index, true));
      if (options.promiscuous() && index != 0) {
        Sockets.setsockopt(fd, SOL_PACKET, PACKET_ADD_MEMBERSHIP, promiscuous(index));
      }
      return new LinuxCapture(namespace.kernel(), fd, mapping, cooked, options.snaplen());
    } catch (KernelException e) {
      Libc.close(fd);
      throw e;
    }
  }

  /** {@code struct packet_mreq}: it ends with the socket. */
  private static byte[] promiscuous(int index) {
    ByteBuffer request = ByteBuffer.allocate(PACKET_MREQ).order(ByteOrder.nativeOrder());
    return request.putInt(index).putShort((short) PACKET_MR_PROMISC).array();
  }

  /** A socket that receives nothing before it is bound. */
  static int socket(LinuxNamespace namespace, int type) throws KernelException {
    return namespace.in(() -> Sockets.socket(Sockets.AF_PACKET, type | Sockets.SOCK_NONBLOCK, 0));
  }

  /** The number of a device in the socket's namespace. */
  static int index(int fd, String device) throws KernelException {
    return ask(fd, SIOCGIFINDEX, device).getInt(IFR_DATA);
  }

  private static ByteBuffer ask(int fd, int request, String device) throws KernelException {
    byte[] ifreq = Offloads.ifreq(device);
    Libc.ioctl(fd, request, ifreq);
    return ByteBuffer.wrap(ifreq).order(ByteOrder.nativeOrder());
  }

  private static void attach(int fd, CaptureOptions options, boolean cooked)
      throws KernelException {
    BpfProgram filter = options.filter();
    if (filter == null) {
      BpfInstruction keep = new BpfInstruction(RETURN_CONSTANT, 0, 0, options.snaplen());
      filter = new BpfProgram(List.of(keep));
    } else if (cooked) {
      filter = CookedFilter.of(filter);
    }
    ByteBuffer program =
        ByteBuffer.wrap(new byte[8 * filter.instructions().size()]).order(ByteOrder.nativeOrder());
    for (BpfInstruction instruction : filter.instructions()) {
      program.putShort((short) instruction.code());
      program.put((byte) instruction.jt()).put((byte) instruction.jf()).putInt(instruction.k());
    }
    byte[] octets = new byte[program.capacity()];
    program.flip().get(octets);
    Sockets.attachFilter(fd, octets);
  }

  /** {@code struct tpacket_req3}. */
  private static Mapping ring(int fd) throws KernelException {
    Sockets.setsockopt(fd, SOL_PACKET, PACKET_VERSION, TPACKET_V3);
    byte[] request = new byte[28];
    ByteBuffer fields = ByteBuffer.wrap(request).order(ByteOrder.nativeOrder());
    fields.putInt(BLOCK_SIZE).putInt(BLOCKS).putInt(FRAME_SIZE);
    fields.putInt(BLOCK_SIZE / FRAME_SIZE * BLOCKS).putInt(RETIRE_MS).putInt(0).putInt(0);
    Sockets.setsockopt(fd, SOL_PACKET, PACKET_RX_RING, request);
    return Mapping.of(fd, BLOCK_SIZE * BLOCKS);
  }

  @Override
  public int linkType() {
    return cooked ? Ring.LINKTYPE_LINUX_SLL2 : Ring.LINKTYPE_ETHERNET;
  }

  @Override
  public Frame next() throws InterruptedException, KernelException {
    descriptor.acquire();
    try {
      Optional<Frame> frame = read();
      while (frame.isEmpty()) {
        descriptor.await(Libc.POLLIN, Deadline.NONE);
        frame = read();
      }
      return frame.get();
    } finally {
      descriptor.release();
    }
  }

  @Override
  public Optional<Frame> poll() throws KernelException {
    int fd = descriptor.acquire();
    try {
      Optional<Frame> frame = read();
      while (frame.isEmpty() && onTheWay(fd)) {
        Libc.poll(fd, Libc.POLLIN, -1, RETIRE_MS * 1_000_000L);
        frame = read();
      }
      return frame;
    } finally {
      descriptor.release();
    }
  }

  private synchronized Optional<Frame> read() {
    while (true) {
      if (!ring.advance()) {
        return Optional.empty();
      }
      seen++;
      Optional<Frame> frame = ring.frame(snaplen);
      if (frame.isPresent()) {
        return frame;
      }
    }
  }

  private synchronized boolean onTheWay(int fd) throws KernelException {
    count(fd);
    return received - dropped > seen;
  }

  /** {@code struct tpacket_stats_v3}, which reading sets to zero; packets include drops. */
  private void count(int fd) throws KernelException {
    byte[] value = Sockets.getsockopt(fd, SOL_PACKET, PACKET_STATISTICS, 12);
    ByteBuffer fields = ByteBuffer.wrap(value).order(ByteOrder.nativeOrder());
    received += Integer.toUnsignedLong(fields.getInt(0));
    dropped += Integer.toUnsignedLong(fields.getInt(4));
  }

  @Override
  public synchronized Statistics statistics() {
    try {
      int fd = descriptor.acquire();
      try {
        count(fd);
      } finally {
        descriptor.release();
      }
    } catch (KernelException e) {
      // Closed: what was counted last is what there is to say.
    }
    return new Statistics(received, dropped);
  }

  @Override
  public void close() {
    statistics();
    descriptor.close();
  }
}
