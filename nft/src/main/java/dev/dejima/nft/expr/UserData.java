package dev.dejima.nft.expr;

import dev.dejima.packet.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What nft keeps with tables, chains, rules, sets and elements and the kernel hands back unread: a
 * string of type, length and value, one octet each for the first two ({@code libnftnl/udata.h}).
 */
public final class UserData {
  /** A comment, on anything but a set: text with a zero octet behind it. */
  public static final int COMMENT = 0;

  /** On a set: the byte order of the key's numbers, {@link #HOST} or {@link #NETWORK}. */
  public static final int SET_KEY_BYTEORDER = 0;

  /** On a map: the byte order of the data's numbers. */
  public static final int SET_DATA_BYTEORDER = 1;

  /** On a set: 1 if nft joins adjacent elements ({@code auto-merge}). */
  public static final int SET_MERGE_ELEMENTS = 2;

  /** On a set: the expression that the key's type was taken from, nested. */
  public static final int SET_KEY_TYPEOF = 3;

  /** On a map: the expression that the data's type was taken from, nested. */
  public static final int SET_DATA_TYPEOF = 4;

  /** On a map: 1 if the data are ranges. */
  public static final int SET_DATA_INTERVAL = 6;

  /** On a set: a comment. */
  public static final int SET_COMMENT = 7;

  /** On the element that ends an interval or is its start: bits of nft's own. */
  public static final int ELEMENT_FLAGS = 1;

  /** The host's byte order. */
  public static final int HOST = 1;

  /** The network's byte order. */
  public static final int NETWORK = 2;

  private UserData() {}

  /** One attribute; the value has at most 255 octets. */
  public static Bytes attribute(int type, Bytes value) {
    if (value.length() > 255) {
      throw new IllegalArgumentException("user data of " + value.length() + " octets");
    }
    return Bytes.of((byte) type, (byte) value.length()).concat(value);
  }

  /** An attribute that is a number, in the host's byte order. */
  public static Bytes number(int type, int value) {
    return attribute(type, Bytes.littleEndian(value & 0xffffffffL, 4));
  }

  /** An attribute that is text, with a zero octet behind it. */
  public static Bytes text(int type, String text) {
    byte[] octets = text.getBytes(StandardCharsets.UTF_8);
    return attribute(type, Bytes.of(octets).concat(Bytes.of((byte) 0)));
  }

  /** The attributes by their types; what is cut off at the end is left out. */
  public static Map<Integer, Bytes> decode(Bytes data) {
    Map<Integer, Bytes> attributes = new LinkedHashMap<>();
    int at = 0;
    while (at + 2 <= data.length() && at + 2 + data.at(at + 1) <= data.length()) {
      int end = at + 2 + data.at(at + 1);
      attributes.put(data.at(at), data.slice(at + 2, end));
      at = end;
    }
    return attributes;
  }

  /** The text of an attribute, if it is there. */
  public static Optional<String> text(Bytes data, int type) {
    Bytes value = data.isEmpty() ? null : decode(data).get(type);
    if (value == null) {
      return Optional.empty();
    }
    int end = 0;
    while (end < value.length() && value.at(end) != 0) {
      end++;
    }
    return Optional.of(new String(value.slice(0, end).toArray(), StandardCharsets.UTF_8));
  }

  /** The number of an attribute, or another if it is not there or is none. */
  public static int number(Bytes data, int type, int otherwise) {
    Bytes value = decode(data).get(type);
    return value == null || value.length() != 4 ? otherwise : (int) value.toLongLittleEndian();
  }
}
