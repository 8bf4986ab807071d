package dev.dejima.nft.syntax;

import dev.dejima.nft.expr.CtKey;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A ct key as the language knows it.
 *
 * @param key the kernel's key
 * @param word its name: {@code state}, {@code ip saddr}, {@code proto-dst}
 * @param type what its values mean; {@code INVALID} where that depends on the family or protocol
 * @param bits its length; 0 where that depends on the family
 * @param networkOrder whether its octets are in network order; otherwise in the machine's
 */
public record CtField(CtKey key, String word, DataType type, int bits, boolean networkOrder) {
  private static final Map<CtKey, CtField> BY_KEY = new EnumMap<>(CtKey.class);
  private static final Map<String, CtField> BY_WORD = new HashMap<>();

  static {
    host(CtKey.STATE, "state", DataType.CT_STATE, 32);
    host(CtKey.DIRECTION, "direction", DataType.CT_DIR, 8);
    host(CtKey.STATUS, "status", DataType.CT_STATUS, 32);
    host(CtKey.MARK, "mark", DataType.MARK, 32);
    host(CtKey.SECMARK, "secmark", DataType.INTEGER, 32);
    host(CtKey.EXPIRATION, "expiration", DataType.TIME, 32);
    host(CtKey.HELPER, "helper", DataType.STRING, 128);
    host(CtKey.L3PROTOCOL, "l3proto", DataType.NFPROTO, 8);
    network(CtKey.SRC, "saddr", DataType.INVALID, 0);
    network(CtKey.DST, "daddr", DataType.INVALID, 0);
    network(CtKey.PROTOCOL, "protocol", DataType.INET_PROTO, 8);
    network(CtKey.PROTO_SRC, "proto-src", DataType.INVALID, 16);
    network(CtKey.PROTO_DST, "proto-dst", DataType.INVALID, 16);
    host(CtKey.LABELS, "label", DataType.CT_LABEL, 128);
    host(CtKey.PKTS, "packets", DataType.INTEGER, 64);
    host(CtKey.BYTES, "bytes", DataType.INTEGER, 64);
    host(CtKey.AVGPKT, "avgpkt", DataType.INTEGER, 64);
    host(CtKey.ZONE, "zone", DataType.INTEGER, 16);
    host(CtKey.EVENTMASK, "event", DataType.CT_EVENT, 32);
    network(CtKey.SRC_IP, "ip saddr", DataType.IPV4_ADDR, 32);
    network(CtKey.DST_IP, "ip daddr", DataType.IPV4_ADDR, 32);
    network(CtKey.SRC_IP6, "ip6 saddr", DataType.IPV6_ADDR, 128);
    network(CtKey.DST_IP6, "ip6 daddr", DataType.IPV6_ADDR, 128);
    network(CtKey.ID, "id", DataType.INTEGER, 32);
  }

  private static void host(CtKey key, String word, DataType type, int bits) {
    put(new CtField(key, word, type, bits, false));
  }

  private static void network(CtKey key, String word, DataType type, int bits) {
    put(new CtField(key, word, type, bits, true));
  }

  private static void put(CtField field) {
    BY_KEY.put(field.key, field);
    BY_WORD.put(field.word, field);
  }

  /** What the language calls a key. */
  public static CtField of(CtKey key) {
    CtField field = BY_KEY.get(key);
    if (field == null) {
      throw new IllegalArgumentException("no word for ct key " + key);
    }
    return field;
  }

  /** The field of a word; null if none has it. */
  public static @Nullable CtField named(String word) {
    return BY_WORD.get(word);
  }

  /** Whether it can be asked of either direction of a flow. */
  public boolean hasDirections() {
    return switch (key) {
      case SRC, DST, SRC_IP, DST_IP, SRC_IP6, DST_IP6, L3PROTOCOL, PROTOCOL -> true;
      case PROTO_SRC, PROTO_DST, BYTES, PKTS, AVGPKT, ZONE -> true;
      default -> false;
    };
  }
}
