package dev.dejima.lab;

import dev.dejima.packet.Endpoint;
import dev.dejima.packet.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * A row of a table of flows, written {@code wan tcp 203.0.113.254:54321 -> 192.0.2.1:54321
 * masqueraded}, {@code wan tcp 203.0.113.254:22 drop}.
 *
 * @param from the node it starts from
 * @param source its address there; absent to let routing choose
 * @param transport the protocol
 * @param to where it goes
 * @param fate what becomes of it
 * @param arrives where it arrives after translation; absent where that is not said
 * @param masqueraded whether it arrives from another address than it left with; absent where that
 *     is not said
 */
public record FlowRow(
    String from,
    @Nullable IpAddress source,
    Listener.Transport transport,
    Endpoint to,
    Fate fate,
    @Nullable Endpoint arrives,
    @Nullable Boolean masqueraded,
    Place place) {
  /** What becomes of a flow. */
  public enum Fate {
    /** It arrives. */
    ACCEPT,
    /** Nothing comes back. */
    DROP,
    /** It is refused: by a reset or an ICMP error. */
    REJECT
  }
}
