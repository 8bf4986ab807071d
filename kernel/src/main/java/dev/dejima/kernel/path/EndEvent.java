package dev.dejima.kernel.path;

import dev.dejima.kernel.conntrack.ConntrackTuple;
import dev.dejima.packet.Endpoint;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A packet's way ends. */
public sealed interface EndEvent extends PathEvent {
  /** Who takes what came to this host. */
  enum Taker {
    /** A socket that listens, or is to answer. */
    LISTENER,
    /** A socket that is connected to the sender. */
    CONNECTION,
    /** The kernel itself: an echo request, an ICMP error, neighbour discovery. */
    KERNEL
  }

  /**
   * Somebody took it.
   *
   * @param local what the socket is bound to; null where it is no socket of a port
   */
  record Delivered(
      Moment moment, @Nullable ConntrackTuple tuple, Taker taker, @Nullable Endpoint local)
      implements EndEvent {}

  /**
   * Nobody listens there.
   *
   * @param elsewhere the sockets that listen on this port at addresses that the packet was not for
   */
  record Unclaimed(Moment moment, ConntrackTuple tuple, List<Endpoint> elsewhere)
      implements EndEvent {
    /** Keeps a copy of the list. */
    public Unclaimed {
      elsewhere = List.copyOf(elsewhere);
    }
  }

  /** It was dropped. */
  record Dropped(Moment moment, DropReason reason) implements EndEvent {}

  /** Something else was made of it, or somebody else has it now: it goes no further by itself. */
  record Consumed(Moment moment, String by) implements EndEvent {}
}
