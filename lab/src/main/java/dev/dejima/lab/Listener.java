package dev.dejima.lab;

import dev.dejima.packet.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * Listens while the rest of the test runs. Of TCP, it reads to the end of what comes, then closes;
 * of UDP, it sends back what comes.
 *
 * @param node where
 * @param address at which address; absent for every one
 * @param port the port it listens on
 * @param as a name for the connection that it accepts, by which later steps send and receive;
 *     absent where none does
 */
public record Listener(
    String node,
    Transport transport,
    @Nullable IpAddress address,
    int port,
    @Nullable String as,
    Place place)
    implements Action {
  /** The protocol, by its word in the lab file. */
  public enum Transport {
    TCP("tcp"),
    UDP("udp");

    private final String word;

    Transport(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }
  }

  /** A listener at every address, whose connections no step speaks of. */
  public static Listener of(String node, Transport transport, int port, Place place) {
    return new Listener(node, transport, null, port, null, place);
  }
}
