package dev.dejima.linux.netlink;

import dev.dejima.kernel.rtnetlink.LinkOption;
import dev.dejima.packet.Bytes;
import java.util.EnumMap;
import java.util.Map;

/**
 * Options of one kind of link: {@code IFLA_BR_*} and {@code IFLA_BRPORT_*} of {@code
 * linux/if_link.h}.
 *
 * @param <O> the kind's options
 */
final class LinkOptionCodec<O extends Enum<O> & LinkOption> {
  private final Class<O> type;

  LinkOptionCodec(Class<O> type) {
    this.type = type;
  }

  void encode(AttributeEncoder out, Map<O, Long> options) {
    for (Map.Entry<O, Long> option : options.entrySet()) {
      int number = option.getKey().number();
      long value = option.getValue();
      switch (option.getKey().layout()) {
        case U8 -> out.u8(number, (int) value);
        case U16 -> out.u16(number, (int) value);
        case U32 -> out.u32(number, (int) value);
        case U64 -> out.u64(number, value);
        case BE16 -> out.be16(number, (int) value);
        case BE48 -> out.bytes(number, Bytes.bigEndian(value, 6));
        case BE64 -> out.bytes(number, Bytes.bigEndian(value, 8));
        case FLAG -> out.bytes(number, Bytes.EMPTY);
      }
    }
  }

  /** What is known of the attributes. */
  Map<O, Long> decode(AttributeDecoder in) {
    Map<O, Long> options = new EnumMap<>(type);
    while (in.next()) {
      for (O option : type.getEnumConstants()) {
        if (option.number() == in.type()) {
          options.put(option, value(in, option.layout()));
        }
      }
    }
    return options;
  }

  private static long value(AttributeDecoder in, LinkOption.Layout layout) {
    return switch (layout) {
      case U8 -> in.u8();
      case U16 -> in.u16();
      case U32 -> in.u32() & 0xffff_ffffL;
      case U64 -> in.u64(0);
      case BE16 -> in.be16();
      case BE48, BE64 -> in.bytes().toLongBigEndian();
      case FLAG -> 1;
    };
  }
}
