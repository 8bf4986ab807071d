package dev.dejima.tools.ip;

import dev.dejima.kernel.Namespace;
import dev.dejima.kernel.rtnetlink.LinkStatistics;
import dev.dejima.kernel.rtnetlink.NewLink;
import dev.dejima.packet.MacAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Links as {@code ip} prints them (iproute2's {@code ipaddress.c}). */
public final class LinkPrinter {
  private static final String[] OPERSTATES = {
    "UNKNOWN", "NOTPRESENT", "DOWN", "LOWERLAYERDOWN", "TESTING", "DORMANT", "UP"
  };

  private final Links links;
  private final IpTool.Options options;

  LinkPrinter(Links links, IpTool.Options options) {
    this.links = links;
    this.options = options;
  }

  /**
   * The two lines of a link.
   *
   * @param withMode whether as {@code ip link}, which prints the link mode
   */
  String print(NewLink link, boolean withMode) {
    StringBuilder text = firstLine(link, withMode);
    text.append(options.lineBreak());
    boolean loopback = (link.flags() & NewLink.LOOPBACK) != 0;
    MacAddress broadcast = loopback ? MacAddress.ZERO : MacAddress.BROADCAST;
    text.append("    link/").append(loopback ? "loopback" : "ether");
    text.append(' ').append(address(link)).append(" brd ").append(broadcast);
    text.append(peerNamespace(link));
    if (options.details()) {
      text.append(LinkDetailsPrinter.print(link, options.lineBreak()));
    }
    if (options.statistics()) {
      statistics(text, link.statistics());
    }
    return text.toString();
  }

  /** What stands above the addresses of one version, where the link's own is not shown. */
  String headline(NewLink link) {
    return firstLine(link, false) + peerNamespace(link);
  }

  /**
   * The same as ip prints it of all links, when it lists them as IPv6 lists them ({@code
   * inet6_fill_ifinfo}): without what IPv6 does not know of a link.
   */
  String headlineOfIpv6(NewLink link) {
    StringBuilder text = new StringBuilder();
    Integer peer = link.peer();
    text.append(link.index()).append(": ").append(link.name());
    text.append(peer == null || peer == 0 ? "" : "@" + links.name(peer));
    text.append(": <").append(String.join(",", flags(link))).append(">");
    text.append(" mtu ").append(link.mtu()).append(" state ").append(state(link));
    if (link.txQueueLength() != null && link.txQueueLength() > 0) {
      text.append(" qlen ").append(link.txQueueLength());
    }
    return text.toString();
  }

  private StringBuilder firstLine(NewLink link, boolean withMode) {
    StringBuilder text = new StringBuilder();
    text.append(link.index()).append(": ").append(nameWithPeer(link));
    text.append(": <").append(String.join(",", flags(link))).append(">");
    if (link.mtu() != null) {
      text.append(" mtu ").append(link.mtu());
    }
    if (link.qdisc() != null) {
      text.append(" qdisc ").append(link.qdisc());
    }
    if (link.master() != null && link.master() != 0) {
      text.append(" master ").append(links.name(link.master()));
    }
    text.append(" state ").append(state(link));
    if (withMode) {
      text.append(" mode DEFAULT");
    }
    text.append(" group ").append(group(link));
    if (link.txQueueLength() != null && link.txQueueLength() > 0) {
      text.append(" qlen ").append(link.txQueueLength());
    }
    return text;
  }

  /** The name, and the peer's behind an {@code @}. */
  String nameWithPeer(NewLink link) {
    Integer peer = link.peer();
    if (peer == null || peer == 0) {
      return String.valueOf(link.name());
    }
    boolean elsewhere = link.peerNamespace() != null;
    return link.name() + "@" + (elsewhere ? "if" + peer : links.name(peer));
  }

  /** The link at the other end is down, as far as it can be seen from here. */
  private boolean isBelowOneThatIsDown(NewLink link) {
    Integer peer = link.peer();
    return peer != null && link.peerNamespace() == null && links.isDown(peer);
  }

  static String state(NewLink link) {
    Integer state = link.operState();
    return state == null || state >= OPERSTATES.length ? "UNKNOWN" : OPERSTATES[state];
  }

  static String address(NewLink link) {
    return (link.address() == null ? MacAddress.ZERO : link.address()).toString();
  }

  List<String> flags(NewLink link) {
    List<String> words = flags(link.flags());
    if (isBelowOneThatIsDown(link)) {
      words.add("M-DOWN");
    }
    return words;
  }

  /** The words of flags, those of a link alone. */
  public static List<String> flags(int flags) {
    List<String> words = new ArrayList<>();
    if ((flags & NewLink.UP) != 0 && (flags & NewLink.RUNNING) == 0) {
      words.add("NO-CARRIER");
    }
    add(words, flags, NewLink.LOOPBACK, "LOOPBACK");
    add(words, flags, NewLink.BROADCAST, "BROADCAST");
    add(words, flags, NewLink.POINTOPOINT, "POINTOPOINT");
    add(words, flags, NewLink.MULTICAST, "MULTICAST");
    add(words, flags, NewLink.NOARP, "NOARP");
    add(words, flags, NewLink.ALLMULTI, "ALLMULTI");
    add(words, flags, NewLink.PROMISC, "PROMISC");
    add(words, flags, NewLink.UP, "UP");
    add(words, flags, NewLink.LOWER_UP, "LOWER_UP");
    return words;
  }

  private static void add(List<String> words, int flags, int bit, String word) {
    if ((flags & bit) != 0) {
      words.add(word);
    }
  }

  private static String group(NewLink link) {
    Integer group = link.group();
    return group == null || group == 0 ? "default" : group.toString();
  }

  private static String peerNamespace(NewLink link) {
    if (link.peerNamespace() == null) {
      return "";
    }
    Namespace namespace = link.namespace();
    return namespace == null || namespace.name().isEmpty()
        ? " link-netnsid " + link.peerNamespace()
        : " link-netns " + namespace.name();
  }

  private void statistics(StringBuilder text, @Nullable LinkStatistics s) {
    if (s == null) {
      return;
    }
    String nl = options.lineBreak();
    text.append(nl)
        .append("    RX:  bytes packets errors dropped  missed   mcast           ")
        .append(nl)
        .append(columns(s.rxBytes(), s.rxPackets(), s.rxErrors(), s.rxDropped(), 0, s.multicast()))
        .append(nl)
        .append("    TX:  bytes packets errors dropped carrier collsns           ")
        .append(nl)
        .append(
            columns(s.txBytes(), s.txPackets(), s.txErrors(), s.txDropped(), 0, s.collisions()));
  }

  private static String columns(long bytes, long packets, long a, long b, long c, long d) {
    return "    %10d %7d %6d %7d %7d %7d ".formatted(bytes, packets, a, b, c, d);
  }
}
