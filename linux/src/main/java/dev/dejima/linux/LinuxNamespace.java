package dev.dejima.linux;

import dev.dejima.kernel.Capture;
import dev.dejima.kernel.CaptureOptions;
import dev.dejima.kernel.Errno;
import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.Namespace;
import dev.dejima.kernel.Netlink;
import dev.dejima.kernel.NfTables;
import dev.dejima.kernel.PacketSocket;
import dev.dejima.kernel.Socket;
import dev.dejima.kernel.SocketType;
import dev.dejima.kernel.Sysctl;
import dev.dejima.kernel.conntrack.ConntrackMessage;
import dev.dejima.kernel.diag.SocketMessage;
import dev.dejima.kernel.netfilter.LogMessage;
import dev.dejima.kernel.netfilter.OsfFingerprint;
import dev.dejima.kernel.netfilter.QueueMessage;
import dev.dejima.kernel.netfilter.QueueStatistics;
import dev.dejima.kernel.rtnetlink.RouteMessage;
import dev.dejima.linux.libc.Libc;
import dev.dejima.linux.netlink.ConntrackCodec;
import dev.dejima.linux.netlink.LogCodec;
import dev.dejima.linux.netlink.QueueCodec;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * A network namespace, held by a file descriptor of {@code /proc/thread-self/ns/net}: by its name,
 * and by each process that runs in it. When none holds it, the descriptor is closed and the system
 * takes it down.
 */
final class LinuxNamespace implements Namespace {
  private final LinuxKernel kernel;
  private final String name;
  private final Descriptor descriptor;
  private final int fd;
  private final RouteNetlink route = new RouteNetlink(this);
  private final LinuxNfTables nfTables = new LinuxNfTables(this);
  private final LinuxNetlink<ConntrackMessage> conntrack =
      new LinuxNetlink<>(this, new ConntrackCodec());
  private final LinuxNetlink<QueueMessage> queues = new LinuxNetlink<>(this, new QueueCodec());
  private final LinuxNetlink<LogMessage> logs = new LinuxNetlink<>(this, new LogCodec());
  private final DiagNetlink diagnosis = new DiagNetlink(this);
  private final LinuxSysctl sysctl = new LinuxSysctl(this);
  private int holders = 1;

  LinuxNamespace(LinuxKernel kernel, String name, int fd) {
    this.kernel = kernel;
    this.name = name;
    this.fd = fd;
    this.descriptor = new Descriptor(kernel, fd);
  }

  LinuxKernel kernel() {
    return kernel;
  }

  /** The descriptor's number, as long as someone holds the namespace. */
  int fd() {
    return fd;
  }

  synchronized void hold() {
    holders++;
  }

  void release() {
    synchronized (this) {
      holders--;
      if (holders > 0) {
        return;
      }
    }
    route.close();
    nfTables.close();
    conntrack.close();
    diagnosis.close();
    descriptor.close();
  }

  RouteNetlink routes() {
    return route;
  }

  /** Moves the calling thread, which must be its own, in here for good. */
  void enter() throws KernelException {
    int number = descriptor.acquire();
    try {
      Libc.setns(number, Libc.CLONE_NEWNET);
    } finally {
      descriptor.release();
    }
  }

  /** Does something short in here. */
  <T> T in(Callable<T> work) throws KernelException {
    int number = descriptor.acquire();
    try {
      return kernel.entrance().in(number, work);
    } finally {
      descriptor.release();
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Netlink<RouteMessage> route() {
    return route;
  }

  @Override
  public NfTables nfTables() {
    return nfTables;
  }

  @Override
  public Netlink<ConntrackMessage> conntrack() {
    return conntrack;
  }

  @Override
  public Netlink.Peer<QueueMessage> packetQueues() throws KernelException {
    return queues.peer();
  }

  @Override
  public List<QueueStatistics> queueStatistics() throws KernelException {
    return in(QueueFile::read);
  }

  @Override
  public Netlink.Peer<LogMessage> logGroups() throws KernelException {
    return logs.peer();
  }

  @Override
  public void addFingerprint(OsfFingerprint fingerprint) throws KernelException {
    throw new KernelException(Errno.EACCES, "fingerprints belong to the whole machine");
  }

  @Override
  public void removeFingerprint(OsfFingerprint fingerprint) throws KernelException {
    addFingerprint(fingerprint);
  }

  @Override
  public Netlink<SocketMessage> socketDiagnosis() {
    return diagnosis;
  }

  @Override
  public Sysctl sysctl() {
    return sysctl;
  }

  @Override
  public Socket socket(SocketType type) throws KernelException {
    return in(() -> LinuxSocket.open(kernel, type));
  }

  @Override
  public Capture capture(CaptureOptions options) throws KernelException {
    return LinuxCapture.open(this, options);
  }

  @Override
  public PacketSocket packetSocket(String device) throws KernelException {
    return LinuxPacketSocket.open(this, device);
  }

  @Override
  public String toString() {
    return name.isEmpty() ? "initial namespace" : "namespace " + name;
  }
}
