package dev.dejima.tools.stun;

/** What a client finds between itself and a server, in the words and with the numbers of stun. */
enum NatKind {
  OPEN("Open", 0x00, false),
  INDEPENDENT_FILTER("Independent Mapping, Independent Filter", 0x02, true),
  ADDRESS_DEPENDENT_FILTER("Independent Mapping, Address Dependent Filter", 0x04, true),
  PORT_DEPENDENT_FILTER("Independent Mapping, Port Dependent Filter", 0x06, true),
  DEPENDENT_MAPPING("Dependent Mapping", 0x08, true),
  FIREWALL("Firewall", 0x0a, false),
  BLOCKED("Blocked or could not reach STUN server", 0x0c, false);

  private final String text;
  private final int number;
  private final boolean translates;

  NatKind(String text, int number, boolean translates) {
    this.text = text;
    this.number = number;
    this.translates = translates;
  }

  String text() {
    return text;
  }

  /** What it adds to the exit status. */
  int number() {
    return number;
  }

  /** Whether there is a translator, of whose other habits is told. */
  boolean translates() {
    return translates;
  }
}
