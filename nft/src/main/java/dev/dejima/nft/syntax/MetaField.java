package dev.dejima.nft.syntax;

import dev.dejima.nft.expr.MetaKey;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A meta key as the language knows it.
 *
 * @param key the kernel's key
 * @param word its name: {@code length}, {@code iifname}
 * @param type what its values mean
 * @param bits its length in nft, which compares single bits of some
 * @param networkOrder whether its octets are in network order; otherwise in the machine's
 */
public record MetaField(MetaKey key, String word, DataType type, int bits, boolean networkOrder) {
  private static final Map<MetaKey, MetaField> BY_KEY = new EnumMap<>(MetaKey.class);
  private static final Map<String, MetaField> BY_WORD = new HashMap<>();

  static {
    host(MetaKey.LEN, "length", DataType.INTEGER, 32);
    network(MetaKey.PROTOCOL, "protocol", DataType.ETHER_TYPE, 16);
    host(MetaKey.NFPROTO, "nfproto", DataType.NFPROTO, 8);
    host(MetaKey.L4PROTO, "l4proto", DataType.INET_PROTO, 8);
    host(MetaKey.PRIORITY, "priority", DataType.CLASSID, 32);
    host(MetaKey.MARK, "mark", DataType.MARK, 32);
    host(MetaKey.IIF, "iif", DataType.IFACE_INDEX, 32);
    host(MetaKey.IIFNAME, "iifname", DataType.IFNAME, 128);
    host(MetaKey.IIFTYPE, "iiftype", DataType.IFACE_TYPE, 16);
    host(MetaKey.OIF, "oif", DataType.IFACE_INDEX, 32);
    host(MetaKey.OIFNAME, "oifname", DataType.IFNAME, 128);
    host(MetaKey.OIFTYPE, "oiftype", DataType.IFACE_TYPE, 16);
    host(MetaKey.SKUID, "skuid", DataType.UID, 32);
    host(MetaKey.SKGID, "skgid", DataType.GID, 32);
    host(MetaKey.NFTRACE, "nftrace", DataType.INTEGER, 1);
    host(MetaKey.RTCLASSID, "rtclassid", DataType.REALM, 32);
    host(MetaKey.SECMARK, "secmark", DataType.INTEGER, 32);
    host(MetaKey.IBRNAME, "ibrname", DataType.IFNAME, 128);
    host(MetaKey.OBRNAME, "obrname", DataType.IFNAME, 128);
    host(MetaKey.PKTTYPE, "pkttype", DataType.PKT_TYPE, 8);
    host(MetaKey.CPU, "cpu", DataType.INTEGER, 32);
    host(MetaKey.IIFGROUP, "iifgroup", DataType.DEVGROUP, 32);
    host(MetaKey.OIFGROUP, "oifgroup", DataType.DEVGROUP, 32);
    host(MetaKey.CGROUP, "cgroup", DataType.INTEGER, 32);
    network(MetaKey.RANDOM, "random", DataType.INTEGER, 32);
    host(MetaKey.SECPATH, "ipsec", DataType.BOOLEAN, 8);
    host(MetaKey.IIFKIND, "iifkind", DataType.IFNAME, 128);
    host(MetaKey.OIFKIND, "oifkind", DataType.IFNAME, 128);
    host(MetaKey.IBRPVID, "ibrpvid", DataType.INTEGER, 16);
    network(MetaKey.IBRVPROTO, "ibrvproto", DataType.ETHER_TYPE, 16);
    host(MetaKey.TIME_NS, "time", DataType.TIME_DATE, 64);
    host(MetaKey.TIME_DAY, "day", DataType.TIME_DAY, 8);
    host(MetaKey.TIME_HOUR, "hour", DataType.TIME_HOUR, 32);
    host(MetaKey.SDIF, "sdif", DataType.IFACE_INDEX, 32);
    host(MetaKey.SDIFNAME, "sdifname", DataType.IFNAME, 128);
    network(MetaKey.IBRHWADDR, "ibrhwaddr", DataType.ETHER_ADDR, 48);
    host(MetaKey.BRI_BROUTE, "broute", DataType.INTEGER, 1);
  }

  private static void host(MetaKey key, String word, DataType type, int bits) {
    put(new MetaField(key, word, type, bits, false));
  }

  private static void network(MetaKey key, String word, DataType type, int bits) {
    put(new MetaField(key, word, type, bits, true));
  }

  private static void put(MetaField field) {
    BY_KEY.put(field.key, field);
    BY_WORD.put(field.word, field);
  }

  /** What the language calls a key. */
  public static MetaField of(MetaKey key) {
    MetaField field = BY_KEY.get(key);
    if (field == null) {
      throw new IllegalArgumentException("no word for meta key " + key);
    }
    return field;
  }

  /** The field of a word, today's or an older one; null if none has it. */
  public static @Nullable MetaField named(String word) {
    String today =
        switch (word) {
          case "ibriport" -> "ibrname";
          case "obriport" -> "obrname";
          case "secpath" -> "ipsec";
          default -> word;
        };
    return BY_WORD.get(today);
  }

  /** Whether listings leave out the word {@code meta}. */
  public boolean isUnqualified() {
    return switch (key) {
      case IIF, OIF, IIFNAME, OIFNAME, IIFGROUP, OIFGROUP -> true;
      default -> false;
    };
  }
}
