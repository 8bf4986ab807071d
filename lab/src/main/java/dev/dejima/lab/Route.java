package dev.dejima.lab;

import dev.dejima.kernel.rtnetlink.RouteType;
import dev.dejima.packet.IpAddress;
import dev.dejima.packet.Prefix;
import org.jspecify.annotations.Nullable;

/**
 * A route of a node.
 *
 * @param destination the network it leads to
 * @param gateway the next hop; absent where the network is on the link, or nowhere
 * @param device the interface to leave by; absent to let the gateway decide
 * @param metric its preference, lowest first; 0 where not given
 * @param type what becomes of a packet that takes it
 */
public record Route(
    Prefix destination,
    @Nullable IpAddress gateway,
    @Nullable String device,
    int metric,
    RouteType type,
    Place place) {

  /** As {@code ip route} writes it. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    if (type != RouteType.UNICAST) {
      text.append(type.name().toLowerCase(java.util.Locale.ROOT)).append(' ');
    }
    text.append(destination.length() == 0 ? "default" : destination);
    text.append(gateway == null ? "" : " via " + gateway);
    text.append(device == null ? "" : " dev " + device);
    return text.append(metric == 0 ? "" : " metric " + metric).toString();
  }
}
