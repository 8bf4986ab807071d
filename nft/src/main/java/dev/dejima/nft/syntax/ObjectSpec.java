package dev.dejima.nft.syntax;

import dev.dejima.nft.expr.Family;
import dev.dejima.nft.syntax.Statement.ObjectKind;
import dev.dejima.packet.Bytes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** What stands between the braces of a stateful object. */
public sealed interface ObjectSpec {
  /** Which kind of object it makes. */
  default ObjectKind kind() {
    return switch (this) {
      case Counter _ -> ObjectKind.COUNTER;
      case Quota _ -> ObjectKind.QUOTA;
      case Limit _ -> ObjectKind.LIMIT;
      case CtHelper _ -> ObjectKind.CT_HELPER;
      case CtTimeout _ -> ObjectKind.CT_TIMEOUT;
      case CtExpectation _ -> ObjectKind.CT_EXPECTATION;
      case CtCount _ -> ObjectKind.CT_COUNT;
      case Secmark _ -> ObjectKind.SECMARK;
      case Synproxy _ -> ObjectKind.SYNPROXY;
      case Tunnel _ -> ObjectKind.TUNNEL;
    };
  }

  /** {@code packets 0 bytes 0}. */
  record Counter(long packets, long bytes) implements ObjectSpec {}

  /**
   * {@code over 25 mbytes used 0 bytes}.
   *
   * @param over whether it matches once the octets have passed, not before
   * @param bytes how many octets
   * @param used how many have passed
   */
  record Quota(boolean over, long bytes, long used) implements ObjectSpec {}

  /** {@code rate 400/minute}. */
  record Limit(Statement.Limit limit) implements ObjectSpec {}

  /**
   * {@code type "ftp" protocol tcp}.
   *
   * @param type the helper's name
   * @param protocol the number of the transport protocol; 0 where not written
   * @param family {@code l3proto}; absent for the table's
   */
  record CtHelper(String type, int protocol, @Nullable Family family) implements ObjectSpec {}

  /**
   * {@code protocol tcp; policy = { established : 2m2s }}.
   *
   * @param protocol the number of the transport protocol; 0 where not written
   * @param family {@code l3proto}; absent for the table's
   * @param policy seconds by the names of the flow's states, as written
   */
  record CtTimeout(int protocol, @Nullable Family family, SequencedMap<Name, Long> policy)
      implements ObjectSpec {
    /** Keeps a copy. */
    public CtTimeout {
      policy = java.util.Collections.unmodifiableSequencedMap(new LinkedHashMap<>(policy));
    }
  }

  /**
   * {@code protocol tcp; dport 9876; timeout 2m; size 12}.
   *
   * @param protocol the number of the transport protocol; 0 where not written
   * @param family {@code l3proto}; absent for the table's
   * @param timeout ms
   */
  record CtExpectation(int protocol, @Nullable Family family, int port, long timeout, int size)
      implements ObjectSpec {}

  /**
   * {@code over 20}, {@code until 20}.
   *
   * @param over whether it matches when there are more connections
   * @param count how many, 32 bits
   */
  record CtCount(boolean over, long count) implements ObjectSpec {}

  /** A security context: {@code "system_u:object_r:ssh_server_packet_t:s0"}. */
  record Secmark(String context) implements ObjectSpec {}

  /**
   * {@code mss 1460 wscale 7 timestamp sack-perm}.
   *
   * @param mss absent where not written
   * @param wscale absent where not written
   */
  record Synproxy(
      @Nullable Integer mss, @Nullable Integer wscale, boolean timestamp, boolean sackPerm)
      implements ObjectSpec {}

  /**
   * How packets are wrapped for a tunnel.
   *
   * @param source the outer source; absent where not written
   * @param destination the outer destination; absent where not written
   * @param version6 whether the addresses are IPv6
   * @param options absent where none
   */
  record Tunnel(
      long id,
      @Nullable Expression source,
      @Nullable Expression destination,
      boolean version6,
      int sourcePort,
      int destinationPort,
      int tos,
      int ttl,
      @Nullable TunnelOptions options)
      implements ObjectSpec {}

  /** Options of one kind of tunnel. */
  sealed interface TunnelOptions {
    /** {@code vxlan { gbp 200 }}. */
    record Vxlan(int groupPolicy) implements TunnelOptions {}

    /**
     * {@code erspan { version 1; index 2 }}, {@code erspan { version 2; direction ingress; id 10
     * }}.
     */
    record Erspan(int version, int index, boolean egress, int hardwareId)
        implements TunnelOptions {}

    /** {@code geneve { class 0x1010 opt-type 0x1 data "0x12345678" }}. */
    record Geneve(List<GeneveOption> list) implements TunnelOptions {
      /** Keeps a copy. */
      public Geneve {
        list = List.copyOf(list);
      }
    }
  }

  /** One option of GENEVE. */
  record GeneveOption(int optionClass, int type, Bytes data) {
    /** {@code NFTNL_TUNNEL_GENEVE_DATA_MAXLEN}. */
    private static final int MOST = 127;

    /**
     * Octets of hexadecimal digits behind {@code 0x}: an even number of octets.
     *
     * @throws IllegalArgumentException if the text is not of this form, or too long
     */
    public static Bytes octets(String text) {
      String digits = text.startsWith("0x") || text.startsWith("0X") ? text.substring(2) : "?";
      if (digits.length() % 4 != 0 || digits.length() > 2 * MOST) {
        throw new IllegalArgumentException(text);
      }
      return Bytes.ofHex(digits);
    }
  }

  /** The number of a transport protocol that objects name; 0 if it is none of those. */
  static int protocol(String word) {
    return PROTOCOLS.getOrDefault(word, 0);
  }

  /** Transport protocols that connection tracking objects are for. */
  Map<String, Integer> PROTOCOLS = Map.of("tcp", 6, "udp", 17);
}
