package dev.dejima.lab;

import dev.dejima.packet.Endpoint;
import dev.dejima.packet.IpAddress;

/** What a test tries. */
public sealed interface Probe {
  /** The node it starts from. */
  String from();

  /** The address it goes to. */
  IpAddress address();

  /** What it goes to, as reports write it. */
  String target();

  Place place();

  /**
   * Makes a TCP connection, sends, says that it sends no more, and reads until the peer closes.
   *
   * @param send what it sends; may be empty
   */
  record Connect(String from, Endpoint to, String send, Place place) implements Probe {
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
   * @param send what it sends
   */
  record Udp(String from, Endpoint to, String send, Place place) implements Probe {
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
