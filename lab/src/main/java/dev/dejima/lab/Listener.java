package dev.dejima.lab;

/**
 * Waits for one peer. Of TCP, it reads to the end of what comes, then closes; of UDP, it sends back
 * what comes.
 *
 * @param node where
 * @param port the port it listens on, at every address
 */
public record Listener(String node, Transport transport, int port, Place place) {
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
}
