package dev.dejima.lab;

import dev.dejima.packet.IpAddress;
import dev.dejima.packet.MacAddress;
import java.util.List;

/**
 * A neighbour that a node knows without asking.
 *
 * @param device the interface behind which it is
 * @param options what else {@code ip neighbour add} takes: {@code nud permanent}
 */
public record Neighbour(
    IpAddress address, MacAddress mac, String device, List<Option> options, Place place) {
  /** Keeps a copy. */
  public Neighbour {
    options = List.copyOf(options);
  }

  /** As {@code ip neighbour add} takes it. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append(address).append(" lladdr ").append(mac).append(" dev ").append(device);
    options.forEach(option -> text.append(' ').append(option));
    return text.toString();
  }
}
