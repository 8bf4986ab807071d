package dev.dejima.packet.filter;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The words of the language: keywords, and names of header fields and their values. */
final class Words {
  /** Keywords of libpcap that this compiler refuses by name. */
  static final Set<String> UNSUPPORTED =
      Set.of(
          "esis",
          "es-is",
          "isis",
          "is-is",
          "l1",
          "l2",
          "iih",
          "lsp",
          "snp",
          "csnp",
          "psnp",
          "clnp",
          "radio",
          "type",
          "subtype",
          "direction",
          "dir",
          "mpls",
          "pppoed",
          "pppoes",
          "geneve",
          "lane",
          "llc",
          "metac",
          "bcc",
          "oam",
          "oamf4",
          "oamf4ec",
          "oamf4sc",
          "sc",
          "ilmic",
          "vpi",
          "vci",
          "connectmsg",
          "metaconnect",
          "on",
          "ifname",
          "rset",
          "ruleset",
          "rnr",
          "rulenum",
          "srnr",
          "subrulenum",
          "reason",
          "action",
          "fisu",
          "lssu",
          "lsu",
          "msu",
          "hfisu",
          "hlssu",
          "hmsu",
          "sio",
          "opc",
          "dpc",
          "sls",
          "hsio",
          "hopc",
          "hdpc",
          "hsls",
          "protochain",
          "gateway",
          "address1",
          "addr1",
          "address2",
          "addr2",
          "address3",
          "addr3",
          "address4",
          "addr4",
          "ra",
          "ta");

  private static final Set<String> KEYWORDS = new HashSet<>();

  static {
    KEYWORDS.addAll(UNSUPPORTED);
    KEYWORDS.addAll(Protocol.allWords());
    KEYWORDS.addAll(
        Set.of(
            "src",
            "dst",
            "host",
            "net",
            "mask",
            "port",
            "portrange",
            "proto",
            "less",
            "greater",
            "byte",
            "broadcast",
            "multicast",
            "and",
            "or",
            "not",
            "len",
            "length",
            "inbound",
            "outbound",
            "ifindex",
            "vlan"));
  }

  private static final Map<String, Integer> CONSTANTS =
      Map.ofEntries(
          Map.entry("icmptype", 0),
          Map.entry("icmpcode", 1),
          Map.entry("icmp-echoreply", 0),
          Map.entry("icmp-unreach", 3),
          Map.entry("icmp-sourcequench", 4),
          Map.entry("icmp-redirect", 5),
          Map.entry("icmp-echo", 8),
          Map.entry("icmp-routeradvert", 9),
          Map.entry("icmp-routersolicit", 10),
          Map.entry("icmp-timxceed", 11),
          Map.entry("icmp-paramprob", 12),
          Map.entry("icmp-tstamp", 13),
          Map.entry("icmp-tstampreply", 14),
          Map.entry("icmp-ireq", 15),
          Map.entry("icmp-ireqreply", 16),
          Map.entry("icmp-maskreq", 17),
          Map.entry("icmp-maskreply", 18),
          Map.entry("icmp6type", 0),
          Map.entry("icmp6code", 1),
          Map.entry("icmp6-destinationunreach", 1),
          Map.entry("icmp6-packettoobig", 2),
          Map.entry("icmp6-timeexceeded", 3),
          Map.entry("icmp6-parameterproblem", 4),
          Map.entry("icmp6-echo", 128),
          Map.entry("icmp6-echoreply", 129),
          Map.entry("icmp6-multicastlistenerquery", 130),
          Map.entry("icmp6-multicastlistenerreportv1", 131),
          Map.entry("icmp6-multicastlistenerdone", 132),
          Map.entry("icmp6-routersolicit", 133),
          Map.entry("icmp6-routeradvert", 134),
          Map.entry("icmp6-neighborsolicit", 135),
          Map.entry("icmp6-neighboradvert", 136),
          Map.entry("icmp6-redirect", 137),
          Map.entry("icmp6-routerrenum", 138),
          Map.entry("icmp6-nodeinformationquery", 139),
          Map.entry("icmp6-nodeinformationresponse", 140),
          Map.entry("icmp6-ineighbordiscoverysolicit", 141),
          Map.entry("icmp6-ineighbordiscoveryadvert", 142),
          Map.entry("icmp6-multicastlistenerreportv2", 143),
          Map.entry("icmp6-homeagentdiscoveryrequest", 144),
          Map.entry("icmp6-homeagentdiscoveryreply", 145),
          Map.entry("icmp6-mobileprefixsolicit", 146),
          Map.entry("icmp6-mobileprefixadvert", 147),
          Map.entry("icmp6-certpathsolicit", 148),
          Map.entry("icmp6-certpathadvert", 149),
          Map.entry("icmp6-multicastrouteradvert", 151),
          Map.entry("icmp6-multicastroutersolicit", 152),
          Map.entry("icmp6-multicastrouterterm", 153),
          Map.entry("tcpflags", 13),
          Map.entry("tcp-fin", 0x01),
          Map.entry("tcp-syn", 0x02),
          Map.entry("tcp-rst", 0x04),
          Map.entry("tcp-push", 0x08),
          Map.entry("tcp-ack", 0x10),
          Map.entry("tcp-urg", 0x20),
          Map.entry("tcp-ece", 0x40),
          Map.entry("tcp-cwr", 0x80));

  private Words() {}

  static boolean isKeyword(String word) {
    return KEYWORDS.contains(word);
  }

  static Set<String> keywords() {
    return Set.copyOf(KEYWORDS);
  }

  static @Nullable Integer constant(String word) {
    return CONSTANTS.get(word);
  }
}
