package dev.dejima.lab;

import dev.dejima.packet.Endpoint;
import dev.dejima.packet.IpAddress;
import org.jspecify.annotations.Nullable;

/** What a test tries. */
public sealed interface Probe extends Action {
  /** The node it starts from. */
  String from();

  /** The address it goes to. */
  IpAddress address();

  /** What it goes to, as reports write it. */
  String target();

  Place place();

  /**
   * Makes a TCP connection, sends, says that it sends no more, and reads until the peer closes; or,
   * with a name, makes it and leaves it open for later steps.
   *
   * @param source the address and port it starts from; absent to let the kernel choose, as for port
   *     0
   * @param send what it sends; may be empty
   * @param as a name for the connection; absent where no later step speaks of it
   */
  record Connect(
      String from,
      @Nullable Endpoint source,
      Endpoint to,
      String send,
      @Nullable String as,
      Place place)
      implements Probe {
    @Override
    public IpAddress address() {
      return to.address();
    }

    @Override
    public String target() {
      return to.toString();
    }
  }

  /**
   * Sends a datagram and waits for an answer.
   *
   * @param source the address and port it is sent from; absent to let the kernel choose, as for
   *     port 0
   * @param send what it sends
   */
  record Udp(String from, @Nullable Endpoint source, Endpoint to, String send, Place place)
      implements Probe {
    @Override
    public IpAddress address() {
      return to.address();
    }

    @Override
    public String target() {
      return to.toString();
    }
  }

  /** Sends an echo request and waits for its reply. */
  record Ping(String from, IpAddress to, Place place) implements Probe {
    @Override
    public IpAddress address() {
      return to;
    }

    @Override
    public String target() {
      return to.toString();
    }
  }
}
