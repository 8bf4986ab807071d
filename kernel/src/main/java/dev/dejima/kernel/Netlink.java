package dev.dejima.kernel;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A netlink family in one namespace.
 *
 * @param <M> its messages
 */
public interface Netlink<M> {
  /**
   * Sends a request that changes something and waits until it is acknowledged.
   *
   * @throws NetlinkException if the kernel refuses, with its errno and, where it gives one, its
   *     text
   */
  void request(M message) throws NetlinkException;

  /**
   * Asks for all that matches.
   *
   * @throws NetlinkException if the kernel refuses
   */
  List<M> dump(M message) throws NetlinkException;

  /**
   * Begins to listen; events from now on are kept until they are read.
   *
   * @throws NetlinkException if the kernel refuses
   */
  Subscription<M> subscribe(Set<Group> groups) throws NetlinkException;

  /** What can be listened to. Each family knows some of them. */
  enum Group {
    LINK,
    ADDRESS,
    ROUTE,
    NEIGHBOUR,
    NFTABLES,
    NFTRACE,
    CONNTRACK_NEW,
    CONNTRACK_UPDATE,
    CONNTRACK_DESTROY,
    EXPECTATION_NEW,
    EXPECTATION_DESTROY
  }

  /**
   * Events, in the order they came.
   *
   * @param <M> the family's messages
   */
  interface Subscription<M> extends AutoCloseable {
    /** Waits for the next event. */
    M next() throws InterruptedException, KernelException;

    /** The next event if one has come already. */
    Optional<M> poll() throws KernelException;

    @Override
    void close();
  }

  /**
   * A socket of one's own, for what the kernel sends to one listener alone: packets, to whoever has
   * taken their queue or log group. Closing it gives up what it has taken.
   *
   * @param <M> the family's messages
   */
  interface Peer<M> extends Subscription<M> {
    /**
     * Sends a request and waits until it is acknowledged.
     *
     * @throws NetlinkException if the kernel refuses
     */
    void request(M message) throws NetlinkException;
  }
}
