package dev.dejima.lab.compare;

import static dev.dejima.packet.NetworkOrder.get16;
import static dev.dejima.packet.NetworkOrder.get32;

import dev.dejima.packet.Ipv4Address;
import java.util.Optional;
import java.util.StringJoiner;

/**
 * Messages of STUN as text (RFC 3489 section 11): what they say of addresses, in the form in which
 * ports that were drawn can be told; not the identifier, which is drawn.
 */
final class StunText {
  private static final int REQUEST = 0x0001;
  private static final int RESPONSE = 0x0101;
  private static final int HEADER = 20;

  private StunText() {}

  /** Describes a datagram; empty if it is no such message. */
  static Optional<String> of(byte[] bytes) {
    int length = bytes.length;
    if (length < HEADER || get16(bytes, 2) != length - HEADER) {
      return Optional.empty();
    }
    int type = get16(bytes, 0);
    if (type != REQUEST && type != RESPONSE) {
      return Optional.empty();
    }
    StringJoiner text =
        new StringJoiner(", ", type == REQUEST ? "STUN request " : "STUN response ", "");
    for (int at = HEADER; at + 4 <= length; ) {
      int end = at + 4 + get16(bytes, at + 2);
      if (end > length) {
        return Optional.empty();
      }
      text.add(attribute(bytes, at, end));
      at = end;
    }
    return Optional.of(text.toString());
  }

  private static String attribute(byte[] bytes, int at, int end) {
    String name = "%04x ".formatted(get16(bytes, at));
    return switch (end - at) {
      case 8 -> name + get32(bytes, at + 4);
      case 12 -> name + new Ipv4Address(get32(bytes, at + 8)) + "." + get16(bytes, at + 6);
      default -> name + "of " + (end - at) + " octets";
    };
  }
}
