package dev.dejima.kernel;

import dev.dejima.kernel.conntrack.ConntrackMessage;
import dev.dejima.kernel.diag.SocketMessage;
import dev.dejima.kernel.netfilter.LogMessage;
import dev.dejima.kernel.netfilter.OsfFingerprint;
import dev.dejima.kernel.netfilter.QueueMessage;
import dev.dejima.kernel.netfilter.QueueStatistics;
import dev.dejima.kernel.rtnetlink.RouteMessage;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A network namespace: links, addresses, routes, a ruleset, tracked connections and sockets of its
 * own. Everything opened here belongs to it, whichever thread uses it.
 */
public interface Namespace {
  /** Its name; empty for the initial one. */
  String name();

  /** Links, addresses, routes, neighbours. */
  Netlink<RouteMessage> route();

  /** The ruleset. */
  NfTables nfTables();

  /** Tracked connections. */
  Netlink<ConntrackMessage> conntrack();

  /**
   * Opens a socket that can take queues of packets ({@code nfnetlink_queue}).
   *
   * @throws KernelException EOPNOTSUPP if this kernel has no queues
   */
  Netlink.Peer<QueueMessage> packetQueues() throws KernelException;

  /**
   * The queues that programs listen to.
   *
   * @throws KernelException EOPNOTSUPP if this kernel has no queues
   */
  List<QueueStatistics> queueStatistics() throws KernelException;

  /**
   * Opens a socket that can take log groups ({@code nfnetlink_log}).
   *
   * @throws KernelException EOPNOTSUPP if this kernel has no log groups
   */
  Netlink.Peer<LogMessage> logGroups() throws KernelException;

  /**
   * Adds a fingerprint that {@code osf} knows senders by ({@code nfnetlink_osf}); one that is there
   * already stays.
   *
   * @throws KernelException EINVAL if it makes no sense; EACCES on a kernel that has one list for
   *     the whole machine
   */
  void addFingerprint(OsfFingerprint fingerprint) throws KernelException;

  /**
   * Removes a fingerprint.
   *
   * @throws KernelException ENOENT if it is not there; EACCES as {@link #addFingerprint}
   */
  void removeFingerprint(OsfFingerprint fingerprint) throws KernelException;

  /** What sockets there are. */
  Netlink<SocketMessage> socketDiagnosis();

  /** {@code /proc/sys/net}. */
  Sysctl sysctl();

  /**
   * Opens a socket.
   *
   * @throws KernelException EPROTONOSUPPORT and the like, as socket(2)
   */
  Socket socket(SocketType type) throws KernelException;

  /**
   * Begins to capture frames; those from now on are kept until they are read.
   *
   * @throws KernelException ENODEV if there is no such interface
   */
  Capture capture(CaptureOptions options) throws KernelException;

  /**
   * Opens a socket that sends frames by an interface.
   *
   * @throws KernelException ENODEV if there is no such interface
   */
  PacketSocket packetSocket(String device) throws KernelException;

  /**
   * Refuses a name that no file under /run/netns could have, and that is therefore none of a
   * namespace on any kernel.
   *
   * @throws KernelException EINVAL, or ENAMETOOLONG beyond 255 octets
   */
  static void checkName(String name) throws KernelException {
    if (name.isEmpty()
        || name.equals(".")
        || name.equals("..")
        || name.indexOf('/') >= 0
        || name.indexOf(0) >= 0) {
      throw new KernelException(Errno.EINVAL, "Invalid netns name \"" + name + "\"");
    }
    if (name.getBytes(StandardCharsets.UTF_8).length > 255) {
      throw new KernelException(Errno.ENAMETOOLONG);
    }
  }
}
