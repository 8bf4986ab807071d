package dev.dejima.nft.syntax;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a value means: which words stand for it and how it is printed. The numbers are those that
 * nft leaves with a set for itself ({@code enum datatypes} of nft's {@code datatype.h}).
 */
public enum DataType {
  INVALID(0, "invalid", 0, false),
  VERDICT(1, "verdict", 0, false),
  NFPROTO(2, "nf_proto", 8, false),
  BITMASK(3, "bitmask", 0, false),
  /** Of no length of its own: the field's. */
  INTEGER(4, "integer", 0, false),
  /** Of no length of its own: the field's. */
  STRING(5, "string", 0, false),
  LL_ADDR(6, "ll_addr", 0, false),
  IPV4_ADDR(7, "ipv4_addr", 32, false),
  IPV6_ADDR(8, "ipv6_addr", 128, false),
  ETHER_ADDR(9, "ether_addr", 48, false),
  ETHER_TYPE(10, "ether_type", 16, false),
  ARP_OP(11, "arp_op", 16, false),
  INET_PROTO(12, "inet_proto", 8, false),
  INET_SERVICE(13, "inet_service", 16, false),
  ICMP_TYPE(14, "icmp_type", 8, false),
  TCP_FLAG(15, "tcp_flag", 8, true),
  DCCP_PKTTYPE(16, "dccp_pkttype", 4, false),
  MH_TYPE(17, "mh_type", 8, false),
  TIME(18, "time", 64, false),
  MARK(19, "mark", 32, false),
  IFACE_INDEX(20, "iface_index", 32, false),
  IFACE_TYPE(21, "iface_type", 16, false),
  REALM(22, "realm", 32, false),
  CLASSID(23, "classid", 32, false),
  UID(24, "uid", 32, false),
  GID(25, "gid", 32, false),
  CT_STATE(26, "ct_state", 32, true),
  CT_DIR(27, "ct_dir", 8, false),
  CT_STATUS(28, "ct_status", 32, true),
  ICMPV6_TYPE(29, "icmpv6_type", 8, false),
  CT_LABEL(30, "ct_label", 128, true),
  PKT_TYPE(31, "pkt_type", 8, false),
  ICMP_CODE(32, "icmp_code", 8, false),
  ICMPV6_CODE(33, "icmpv6_code", 8, false),
  ICMPX_CODE(34, "icmpx_code", 8, false),
  DEVGROUP(35, "devgroup", 32, false),
  DSCP(36, "dscp", 6, false),
  ECN(37, "ecn", 2, false),
  FIB_ADDRTYPE(38, "fib_addrtype", 32, false),
  BOOLEAN(39, "boolean", 1, false),
  CT_EVENT(40, "ct_event", 32, true),
  IFNAME(41, "ifname", 128, false),
  IGMP_TYPE(42, "igmp_type", 8, false),
  TIME_DATE(43, "time", 64, false),
  TIME_HOUR(44, "hour", 32, false),
  TIME_DAY(45, "day", 8, false),
  CGROUPV2(46, "cgroupsv2", 64, false),
  /** Of nft's number for integers, which sets are told, but with words of its own. */
  MPTCP_SUBTYPE(4, "integer", 4, false);

  private static final Map<String, DataType> BY_WORD = new HashMap<>();

  static {
    for (DataType type : values()) {
      BY_WORD.putIfAbsent(type.word, type);
    }
  }

  private final int number;
  private final String word;
  private final int bits;
  private final boolean bitmask;

  DataType(int number, String word, int bits, boolean bitmask) {
    this.number = number;
    this.word = word;
    this.bits = bits;
    this.bitmask = bitmask;
  }

  /** The type of a name as in {@code type ipv4_addr}; null if none has it. */
  public static @Nullable DataType named(String word) {
    return BY_WORD.get(word);
  }

  /** The type of a number; null if none has it. */
  public static @Nullable DataType of(int number) {
    return number >= 0 && number <= CGROUPV2.number ? values()[number] : null;
  }

  /** nft's number. */
  public int number() {
    return number;
  }

  /** Its name in the language. */
  public String word() {
    return word;
  }

  /** Its length; 0 where the field decides. */
  public int bits() {
    return bits;
  }

  /** Whether its words are flags, each a bit. */
  public boolean isBitmask() {
    return bitmask;
  }
}
