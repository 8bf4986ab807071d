package dev.dejima.tools.stun;

import static dev.dejima.packet.NetworkOrder.get16;
import static dev.dejima.packet.NetworkOrder.get32;
import static dev.dejima.packet.NetworkOrder.put16;
import static dev.dejima.packet.NetworkOrder.put32;

import dev.dejima.packet.Bytes;
import dev.dejima.packet.Endpoint;
import dev.dejima.packet.Ipv4Address;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A binding request, or the response to one (RFC 3489 section 11).
 *
 * @param id 16 octets that a response takes over from its request
 * @param change of a request: {@link #CHANGE_IP}, {@link #CHANGE_PORT}, or neither
 * @param mapped of a response: where the request came from
 * @param source of a response: where it is sent from
 * @param changed of a response: the server's other address and port
 */
record StunMessage(
    Bytes id,
    int change,
    @Nullable Endpoint mapped,
    @Nullable Endpoint source,
    @Nullable Endpoint changed) {
  static final int CHANGE_IP = 4;
  static final int CHANGE_PORT = 2;
  static final int ID_LENGTH = 16;

  /** Octets of the longest message that is written here. */
  static final int LONGEST = 128;

  private static final int REQUEST = 0x0001;
  private static final int RESPONSE = 0x0101;
  private static final int HEADER = 20;
  private static final int MAPPED_ADDRESS = 0x0001;
  private static final int CHANGE_REQUEST = 0x0003;
  private static final int SOURCE_ADDRESS = 0x0004;
  private static final int CHANGED_ADDRESS = 0x0005;
  private static final int SERVER = 0x8022;
  private static final byte[] NAME = "Dejima".getBytes(StandardCharsets.US_ASCII);
  private static final int IPV4 = 1;

  static StunMessage request(Bytes id, int change) {
    return new StunMessage(id, change, null, null, null);
  }

  boolean isRequest() {
    return mapped == null;
  }

  /** The first octet of the id, by which a client tells its tests apart. */
  int test() {
    return id.at(0);
  }

  byte[] encode() {
    byte[] bytes = new byte[LONGEST];
    put16(bytes, 0, isRequest() ? REQUEST : RESPONSE);
    id.copyTo(bytes, 4);
    int end = HEADER;
    if (isRequest()) {
      end = attribute(bytes, end, CHANGE_REQUEST, 4);
      put32(bytes, end - 4, change);
    }
    end = address(bytes, end, MAPPED_ADDRESS, mapped);
    end = address(bytes, end, SOURCE_ADDRESS, source);
    end = address(bytes, end, CHANGED_ADDRESS, changed);
    if (!isRequest()) {
      int padded = NAME.length + 3 & ~3;
      end = attribute(bytes, end, SERVER, padded);
      System.arraycopy(NAME, 0, bytes, end - padded, NAME.length);
    }
    put16(bytes, 2, end - HEADER);
    return Arrays.copyOf(bytes, end);
  }

  private static int attribute(byte[] bytes, int at, int type, int length) {
    put16(bytes, at, type);
    put16(bytes, at + 2, length);
    return at + 4 + length;
  }

  private static int address(byte[] bytes, int at, int type, @Nullable Endpoint value) {
    if (value == null || !(value.address() instanceof Ipv4Address(int four))) {
      return at;
    }
    int end = attribute(bytes, at, type, 8);
    put16(bytes, end - 8, IPV4);
    put16(bytes, end - 6, value.port());
    put32(bytes, end - 4, four);
    return end;
  }

  /** Reads a message; empty if it is none of these two. */
  static Optional<StunMessage> decode(byte[] bytes, int length) {
    if (length < HEADER || get16(bytes, 2) != length - HEADER) {
      return Optional.empty();
    }
    int type = get16(bytes, 0);
    int change = 0;
    Endpoint mapped = null;
    Endpoint source = null;
    Endpoint changed = null;
    for (int at = HEADER; at + 4 <= length; ) {
      int end = at + 4 + get16(bytes, at + 2);
      if (end > length) {
        return Optional.empty();
      }
      switch (get16(bytes, at)) {
        case CHANGE_REQUEST -> change = end - at == 8 ? get32(bytes, at + 4) : 0;
        case MAPPED_ADDRESS -> mapped = address(bytes, at, end);
        case SOURCE_ADDRESS -> source = address(bytes, at, end);
        case CHANGED_ADDRESS -> changed = address(bytes, at, end);
        default -> {}
      }
      at = end;
    }
    boolean valid = type == REQUEST || type == RESPONSE && mapped != null;
    Bytes id = Bytes.of(bytes, 4, ID_LENGTH);
    Endpoint to = type == REQUEST ? null : mapped;
    return valid ? Optional.of(new StunMessage(id, change, to, source, changed)) : Optional.empty();
  }

  private static @Nullable Endpoint address(byte[] bytes, int at, int end) {
    return end - at == 12 && (get16(bytes, at + 4) & 0xff) == IPV4
        ? new Endpoint(new Ipv4Address(get32(bytes, at + 8)), get16(bytes, at + 6))
        : null;
  }
}
