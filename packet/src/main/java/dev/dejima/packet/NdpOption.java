package dev.dejima.packet;

import static dev.dejima.packet.NetworkOrder.get16;
import static dev.dejima.packet.NetworkOrder.get32;
import static dev.dejima.packet.NetworkOrder.get48;
import static dev.dejima.packet.NetworkOrder.get64;
import static dev.dejima.packet.NetworkOrder.get8;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An option of neighbour discovery (RFC 4861 section 4.6). */
public sealed interface NdpOption {
  int SOURCE_LINK_ADDRESS = 1;
  int TARGET_LINK_ADDRESS = 2;
  int PREFIX_INFORMATION = 3;
  int MTU = 5;

  /** Options are as long as a multiple of this. */
  int UNIT = 8;

  /** The Ethernet address of who sent the message. */
  record SourceLinkAddress(MacAddress address) implements NdpOption {}

  /** The Ethernet address of the target. */
  record TargetLinkAddress(MacAddress address) implements NdpOption {}

  /**
   * A prefix on the link.
   *
   * @param onLink whether its addresses are reached directly
   * @param autonomous whether hosts may make addresses of it
   * @param validSeconds how long it is valid, unsigned; -1 for ever
   * @param preferredSeconds how long addresses made of it are preferred, unsigned; -1 for ever
   */
  record PrefixInformation(
      Ipv6Address prefix,
      int prefixLength,
      boolean onLink,
      boolean autonomous,
      int validSeconds,
      int preferredSeconds)
      implements NdpOption {
    /** Checks the bounds of the length. */
    public PrefixInformation {
      Bounds.check("prefix length", prefixLength, 128);
    }
  }

  /** The MTU of the link, 32 bits. */
  record Mtu(int value) implements NdpOption {}

  /**
   * An option that no record here is for, or of an unusual length.
   *
   * @param type its number
   * @param data what is behind type and length: 2 octets less than a multiple of 8
   */
  record Unknown(int type, Bytes data) implements NdpOption {
    /** Checks the bounds of the fields. */
    public Unknown {
      Bounds.check("type", type, 0xff);
      Bounds.check("length", data.length(), 255 * UNIT - 2);
      if ((data.length() + 2) % UNIT != 0) {
        throw new IllegalArgumentException("an option of " + (data.length() + 2) + " octets");
      }
    }
  }

  /** Octets on the wire, a multiple of {@link #UNIT}. */
  default int length() {
    return switch (this) {
      case SourceLinkAddress _, TargetLinkAddress _, Mtu _ -> UNIT;
      case PrefixInformation _ -> 4 * UNIT;
      case Unknown(int _, Bytes data) -> data.length() + 2;
    };
  }

  /** Writes the option and returns where the next goes. */
  default int emit(byte[] bytes, int at) {
    NetworkOrder.put8(bytes, at + 1, length() / UNIT);
    switch (this) {
      case SourceLinkAddress(MacAddress address) -> {
        NetworkOrder.put8(bytes, at, SOURCE_LINK_ADDRESS);
        NetworkOrder.put48(bytes, at + 2, address.value());
      }
      case TargetLinkAddress(MacAddress address) -> {
        NetworkOrder.put8(bytes, at, TARGET_LINK_ADDRESS);
        NetworkOrder.put48(bytes, at + 2, address.value());
      }
      case Mtu(int value) -> {
        NetworkOrder.put8(bytes, at, MTU);
        NetworkOrder.put16(bytes, at + 2, 0);
        NetworkOrder.put32(bytes, at + 4, value);
      }
      case PrefixInformation information -> emit(information, bytes, at);
      case Unknown(int type, Bytes data) -> {
        NetworkOrder.put8(bytes, at, type);
        data.copyTo(bytes, at + 2);
      }
    }
    return at + length();
  }

  private static void emit(PrefixInformation information, byte[] bytes, int at) {
    NetworkOrder.put8(bytes, at, PREFIX_INFORMATION);
    NetworkOrder.put8(bytes, at + 2, information.prefixLength());
    int flags = (information.onLink() ? 0x80 : 0) | (information.autonomous() ? 0x40 : 0);
    NetworkOrder.put8(bytes, at + 3, flags);
    NetworkOrder.put32(bytes, at + 4, information.validSeconds());
    NetworkOrder.put32(bytes, at + 8, information.preferredSeconds());
    NetworkOrder.put32(bytes, at + 12, 0);
    NetworkOrder.put64(bytes, at + 16, information.prefix().high());
    NetworkOrder.put64(bytes, at + 24, information.prefix().low());
  }

  /**
   * Reads options from {@code from} up to {@code to}; empty if one has no length or doesn't fit.
   */
  static Optional<List<NdpOption>> parse(byte[] bytes, int from, int to) {
    List<NdpOption> options = new ArrayList<>();
    int at = from;
    while (at < to) {
      int length = at + 1 < to ? get8(bytes, at + 1) * UNIT : 0;
      if (length == 0 || length > to - at) {
        return Optional.empty();
      }
      options.add(read(bytes, at, get8(bytes, at), length));
      at += length;
    }
    return Optional.of(List.copyOf(options));
  }

  private static NdpOption read(byte[] bytes, int at, int type, int length) {
    if (type == SOURCE_LINK_ADDRESS && length == UNIT) {
      return new SourceLinkAddress(new MacAddress(get48(bytes, at + 2)));
    } else if (type == TARGET_LINK_ADDRESS && length == UNIT) {
      return new TargetLinkAddress(new MacAddress(get48(bytes, at + 2)));
    } else if (type == MTU && length == UNIT && get16(bytes, at + 2) == 0) {
      return new Mtu(get32(bytes, at + 4));
    } else if (type == PREFIX_INFORMATION
        && length == 4 * UNIT
        && get8(bytes, at + 2) <= 128
        && (get8(bytes, at + 3) & 0x3f) == 0
        && get32(bytes, at + 12) == 0) {
      int flags = get8(bytes, at + 3);
      return new PrefixInformation(
          new Ipv6Address(get64(bytes, at + 16), get64(bytes, at + 24)),
          get8(bytes, at + 2),
          (flags & 0x80) != 0,
          (flags & 0x40) != 0,
          get32(bytes, at + 4),
          get32(bytes, at + 8));
    }
    return new Unknown(type, Bytes.of(bytes, at + 2, length - 2));
  }
}
