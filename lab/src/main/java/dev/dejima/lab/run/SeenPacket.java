package dev.dejima.lab.run;

import dev.dejima.lab.Port;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A packet that passed an interface.
 *
 * @param at the interface
 * @param time when
 * @param outgoing whether it left by the interface, rather than came in
 * @param line as tcpdump prints it
 * @param flow the conversation it belongs to; absent for what is no IP
 * @param fingerprint the same for one packet at every interface it passes, translated or not
 */
public record SeenPacket(
    Port at, Instant time, boolean outgoing, String line, @Nullable Flow flow, int fingerprint) {
  /** The line behind the protocol's name. */
  public String body() {
    return line.startsWith("IP6 ")
        ? line.substring(4)
        : line.startsWith("IP ") ? line.substring(3) : line;
  }
}
