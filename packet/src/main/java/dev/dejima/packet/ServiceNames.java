package dev.dejima.packet;

/** Names of ports: IANA's that are in use, as in Debian's {@code /etc/services}. */
public final class ServiceNames {
  private static final NameTable TCP = new NameTable();
  private static final NameTable UDP = new NameTable();
  private static final NameTable SCTP = new NameTable();
  private static final NameTable DCCP = new NameTable();
  private static final NameTable ANY = new NameTable();

  static {
    for (String[] words : NameTable.lines("services")) {
      int slash = words[1].indexOf('/');
      int port = Integer.parseInt(words[1].substring(0, slash));
      NameTable table =
          switch (words[1].substring(slash + 1)) {
            case "tcp" -> TCP;
            case "udp" -> UDP;
            case "sctp" -> SCTP;
            case "dccp" -> DCCP;
            default -> throw new IllegalStateException(words[1]);
          };
      table.add(words, port);
      ANY.add(words, port);
    }
  }

  private ServiceNames() {}

  /** The table of all protocols together: of a name or port in several, the first entry. */
  public static NameTable table() {
    return ANY;
  }

  /** The table of one {@link IpProtocol}; that of all together for one that has no table. */
  public static NameTable table(int protocol) {
    return switch (protocol) {
      case IpProtocol.TCP -> TCP;
      case IpProtocol.UDP, IpProtocol.UDPLITE -> UDP;
      case IpProtocol.SCTP -> SCTP;
      case IpProtocol.DCCP -> DCCP;
      default -> ANY;
    };
  }
}
