package dev.dejima.packet;

/** Names of {@link IpProtocol}'s numbers, as in Debian's {@code /etc/protocols}. */
public final class ProtocolNames {
  private static final NameTable TABLE = NameTable.load("protocols");

  private ProtocolNames() {}

  /** The table, both ways. */
  public static NameTable table() {
    return TABLE;
  }
}
