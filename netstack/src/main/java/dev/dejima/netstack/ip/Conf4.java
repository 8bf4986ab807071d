package dev.dejima.netstack.ip;

/** The variables under {@code net/ipv4/conf/DEVICE} that have an effect here, or a fixed value. */
public enum Conf4 {
  ACCEPT_LOCAL("accept_local", 0),
  ACCEPT_REDIRECTS("accept_redirects", 1),
  ACCEPT_SOURCE_ROUTE("accept_source_route", 1),
  ARP_ANNOUNCE("arp_announce", 0),
  ARP_IGNORE("arp_ignore", 0),
  FORWARDING("forwarding", 0),
  PROMOTE_SECONDARIES("promote_secondaries", 0),
  PROXY_ARP("proxy_arp", 0),
  ROUTE_LOCALNET("route_localnet", 0),
  RP_FILTER("rp_filter", 0),
  SECURE_REDIRECTS("secure_redirects", 1),
  SEND_REDIRECTS("send_redirects", 1),
  SHARED_MEDIA("shared_media", 1);

  private final String word;
  private final int initial;

  Conf4(String word, int initial) {
    this.word = word;
    this.initial = initial;
  }

  /** Its name under /proc/sys. */
  public String word() {
    return word;
  }

  int initial() {
    return initial;
  }
}
