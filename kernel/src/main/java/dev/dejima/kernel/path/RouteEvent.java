package dev.dejima.kernel.path;

import dev.dejima.kernel.rtnetlink.RouteType;
import dev.dejima.packet.IpAddress;
import dev.dejima.packet.MacAddress;
import dev.dejima.packet.Prefix;
import org.jspecify.annotations.Nullable;

/** Where a packet is to go, and to whom on the link. */
public sealed interface RouteEvent extends PathEvent {
  /** What routing said. */
  enum Outcome {
    /** It is for this host. */
    LOCAL,
    /** It is to be forwarded. */
    FORWARD,
    /** A packet of this host has a way. */
    OUTPUT,
    /** For everybody on the link, or for a group, and so for this host too. */
    BROADCAST,
    MULTICAST,
    /** No route leads there. */
    NO_ROUTE,
    /** It is for another host, and forwarding is off on the device that it came in by. */
    FORWARDING_OFF,
    /** The way back to its source is not by the device that it came in by ({@code rp_filter}). */
    REVERSE_PATH,
    /** Its source is an address of this host. */
    OWN_SOURCE,
    /** Its source is one that no packet may have. */
    MARTIAN_SOURCE,
    /** Its destination is one that no packet that comes in may have. */
    MARTIAN_DESTINATION,
    /** A group that this host has not joined. */
    NOT_JOINED,
    /** The route says so. */
    BLACKHOLE,
    UNREACHABLE,
    PROHIBIT;

    /** Whether the packet goes on. */
    public boolean goesOn() {
      return switch (this) {
        case LOCAL, FORWARD, OUTPUT, BROADCAST, MULTICAST -> true;
        case NO_ROUTE,
            FORWARDING_OFF,
            REVERSE_PATH,
            OWN_SOURCE,
            MARTIAN_SOURCE,
            MARTIAN_DESTINATION,
            NOT_JOINED,
            BLACKHOLE,
            UNREACHABLE,
            PROHIBIT ->
            false;
      };
    }
  }

  /**
   * The route that was found.
   *
   * @param destination the network that it leads to
   * @param gateway the next hop; null where the network is on the link
   * @param device the link's name; null for a route that leads nowhere
   * @param metric its preference, lowest first
   * @param table the number of its table
   * @param rule the priority of the rule of policy routing that led to the table; -1 if not known
   */
  record Chosen(
      Prefix destination,
      @Nullable IpAddress gateway,
      @Nullable String device,
      int metric,
      int table,
      RouteType type,
      long rule) {}

  /**
   * A packet was routed.
   *
   * @param in the device that it came in by; null for one of this host
   * @param source who sends; null where the route is to choose it
   * @param destination where it is to go
   * @param chosen the route found; null where there is none, or none was looked for
   * @param reverse the route back to the source, where that decided
   */
  record Routed(
      Moment moment,
      @Nullable String in,
      @Nullable IpAddress source,
      IpAddress destination,
      Outcome outcome,
      @Nullable Chosen chosen,
      @Nullable Chosen reverse)
      implements RouteEvent {}

  /** How a next hop's link address was found. */
  enum Neighbourhood {
    /** It is known. */
    KNOWN,
    /** It is being asked for; the packet waits. */
    ASKED,
    /** The answer came: the packet goes on. */
    ANSWERED,
    /** Nobody answered. */
    FAILED
  }

  /**
   * The next hop was looked up on the link.
   *
   * @param address the next hop
   * @param linkAddress its link-layer address; null while it is not known
   */
  record Neighbour(
      Moment moment,
      String device,
      IpAddress address,
      Neighbourhood state,
      @Nullable MacAddress linkAddress)
      implements RouteEvent {}
}
