package dev.dejima.lab;

import dev.dejima.kernel.rtnetlink.RouteType;
import dev.dejima.packet.IpAddress;
import dev.dejima.packet.Prefix;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A route of a node.
 *
 * @param destination the network it leads to
 * @param gateway the next hop; absent where the network is on the link, or nowhere
 * @param device the interface to leave by; absent to let the gateway decide
 * @param metric its preference, lowest first; 0 where not given
 * @param type what becomes of a packet that takes it
 * @param options what else {@code ip route add} takes, in its words: {@code table 100}, {@code src
 *     192.0.2.1}, {@code onlink}
 */
public record Route(
    Prefix destination,
    @Nullable IpAddress gateway,
    @Nullable String device,
    int metric,
    RouteType type,
    List<Option> options,
    Place place) {
  /** Keeps a copy. */
  public Route {
    options = List.copyOf(options);
  }

  /** The value of an option; null if it was not given. */
  public @Nullable String option(String word) {
    return options.stream()
        .filter(option -> option.word().equals(word))
        .map(Option::value)
        .findFirst()
        .orElse(null);
  }

  /** As {@code ip route add} takes it. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    if (type != RouteType.UNICAST) {
      text.append(type.name().toLowerCase(Locale.ROOT)).append(' ');
    }
    text.append(destination.length() == 0 ? "default" : destination);
    text.append(gateway == null ? "" : " via " + gateway);
    text.append(device == null ? "" : " dev " + device);
    text.append(metric == 0 ? "" : " metric " + metric);
    options.forEach(option -> text.append(' ').append(option));
    return text.toString();
  }
}
