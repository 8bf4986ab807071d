package dev.dejima.nft.compile;

import dev.dejima.nft.syntax.DataType;
import dev.dejima.packet.IcmpNames;
import dev.dejima.packet.NameTable;
import dev.dejima.packet.ProtocolNames;
import dev.dejima.packet.ServiceNames;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The words that stand for values of each type ({@code nft describe}). Where several words stand
 * for one value, the first is printed.
 */
public final class Symbols {
  /** Protocols that are words of the language, whatever the table of names calls them. */
  private static final String PROTOCOLS_OF_NFT =
      "esp 50 ah 51 comp 108 icmpv6 58 gre 47 igmp 2 dccp 33 sctp 132 udplite 136 icmp 1 tcp 6"
          + " udp 17";

  /** How the words of a type are found, which most rulesets have need of for hardly any. */
  private static final Map<DataType, Supplier<Map<String, Long>>> SOURCES =
      new EnumMap<>(DataType.class);

  private static final Map<DataType, Map<String, Long>> WORDS = new ConcurrentHashMap<>();

  static {
    put(DataType.NFPROTO, "ipv4 2 ipv6 10");
    put(DataType.ETHER_TYPE, "ip 2048 arp 2054 ip6 34525 8021q 33024 8021ad 34984 vlan 33024");
    put(DataType.ARP_OP, "request 1 reply 2 rrequest 3 rreply 4 inrequest 8 inreply 9 nak 10");
    put(DataType.TCP_FLAG, "fin 1 syn 2 rst 4 psh 8 ack 16 urg 32 ecn 64 cwr 128");
    put(
        DataType.DCCP_PKTTYPE,
        "request 0 response 1 data 2 ack 3 dataack 4 closereq 5 close 6 reset 7 sync 8 syncack 9");
    put(DataType.MARK, "");
    put(DataType.IFACE_TYPE, "ether 1 ppp 512 ipip 768 ipip6 769 loopback 772 sit 776 ipgre 778");
    put(DataType.REALM, "cosmos 0");
    put(DataType.DEVGROUP, "default 0");
    put(DataType.CT_STATE, "invalid 1 new 8 established 2 related 4 untracked 64");
    put(DataType.CT_DIR, "original 0 reply 1");
    put(
        DataType.CT_STATUS,
        "expected 1 seen-reply 2 assured 4 confirmed 8 snat 16 dnat 32 seq-adjust 64 snat-done 128"
            + " dnat-done 256 dying 512 fixed-timeout 1024 helper 13 offload 14 hw-offload 15");
    put(
        DataType.CT_EVENT,
        "new 1 related 2 destroy 4 reply 8 assured 16 protoinfo 32 helper 64 mark 128"
            + " seqadj 256 secmark 512 label 1024");
    put(DataType.PKT_TYPE, "host 0 unicast 0 broadcast 1 multicast 2 other 3");
    put(DataType.ICMPX_CODE, "no-route 0 port-unreachable 1 host-unreachable 2 admin-prohibited 3");
    put(
        DataType.DSCP,
        "cs0 0 cs1 8 cs2 16 cs3 24 cs4 32 cs5 40 cs6 48 cs7 56 df 0 be 0 lephb 1 af11 10 af12 12"
            + " af13 14 af21 18 af22 20 af23 22 af31 26 af32 28 af33 30 af41 34 af42 36 af43 38"
            + " va 44 ef 46");
    put(DataType.ECN, "not-ect 0 ect1 1 ect0 2 ce 3");
    put(
        DataType.FIB_ADDRTYPE,
        "unspec 0 unicast 1 local 2 broadcast 3 anycast 4 multicast 5 blackhole 6 unreachable 7"
            + " prohibit 8");
    put(DataType.BOOLEAN, "exists 1 missing 0");
    put(
        DataType.IGMP_TYPE,
        "membership-query 17 membership-report-v1 18 membership-report-v2 22"
            + " membership-report-v3 34 leave-group 23");
    put(
        DataType.TIME_DAY,
        "Sunday 0 Monday 1 Tuesday 2 Wednesday 3 Thursday 4 Friday 5 Saturday 6");
    put(
        DataType.MH_TYPE,
        "binding-refresh-request 0 home-test-init 1 careof-test-init 2 home-test 3 careof-test 4"
            + " binding-update 5 binding-acknowledgement 6 binding-error 7 fast-binding-update 8"
            + " fast-binding-acknowledgement 9 fast-binding-advertisement 10"
            + " experimental-mobility-header 11 home-agent-switch-message 12");
    put(
        DataType.MPTCP_SUBTYPE,
        "mp-capable 0 mp-join 1 dss 2 add-addr 3 remove-addr 4 mp-prio 5 mp-fail 6 mp-fastclose 7"
            + " mp-tcprst 8");
    put(DataType.ICMP_TYPE, IcmpNames::types);
    put(DataType.ICMP_CODE, IcmpNames::codes);
    put(DataType.ICMPV6_TYPE, IcmpNames::typesV6);
    put(DataType.ICMPV6_CODE, IcmpNames::codesV6);
    SOURCES.put(
        DataType.INET_PROTO, () -> withPairs(words(ProtocolNames.table()), PROTOCOLS_OF_NFT));
    put(DataType.INET_SERVICE, ServiceNames::table);
  }

  private Symbols() {}

  private static void put(DataType type, String pairs) {
    SOURCES.put(type, () -> withPairs(new LinkedHashMap<>(), pairs));
  }

  private static void put(DataType type, Supplier<NameTable> table) {
    SOURCES.put(type, () -> words(table.get()));
  }

  private static Map<String, Long> withPairs(Map<String, Long> words, String pairs) {
    String[] split = pairs.split(" ", -1);
    for (int i = 0; i + 1 < split.length; i += 2) {
      words.putIfAbsent(split[i], Long.valueOf(split[i + 1]));
    }
    return words;
  }

  private static Map<String, Long> words(NameTable table) {
    Map<String, Long> words = new LinkedHashMap<>();
    table.entries().forEach((word, number) -> words.put(word, (long) number));
    return words;
  }

  /** The value of a word; empty if it has none. */
  public static OptionalLong value(DataType type, String word) {
    Long value = words(type).get(word);
    return value == null ? OptionalLong.empty() : OptionalLong.of(value);
  }

  /** The word of a value; absent if it has none. */
  public static @Nullable String word(DataType type, long value) {
    for (Map.Entry<String, Long> entry : words(type).entrySet()) {
      if (entry.getValue() == value) {
        return entry.getKey();
      }
    }
    return null;
  }

  /** The words of a type with their values, in nft's order. */
  public static Map<String, Long> words(DataType type) {
    Map<String, Long> known = WORDS.get(type);
    return known == null ? WORDS.computeIfAbsent(type, Symbols::found) : known;
  }

  private static Map<String, Long> found(DataType type) {
    Supplier<Map<String, Long>> source = SOURCES.get(type);
    return source == null ? Map.of() : Collections.unmodifiableMap(source.get());
  }
}
