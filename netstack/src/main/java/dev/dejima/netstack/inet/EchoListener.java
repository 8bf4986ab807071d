package dev.dejima.netstack.inet;

import dev.dejima.kernel.Errno;
import dev.dejima.netstack.Packet;

/** Told of what comes back to senders of echo requests; the packets stay the caller's. */
public interface EchoListener {
  /** Shows an echo reply. */
  void reply(Packet packet);

  /** Shows an error; {@code transport} is where the quoted ICMP header begins. */
  void error(Packet packet, int transport, Errno errno, boolean fatal);
}
