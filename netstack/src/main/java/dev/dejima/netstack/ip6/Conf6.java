package dev.dejima.netstack.ip6;

/** The variables under {@code net/ipv6/conf/DEVICE} that have an effect here, or a fixed value. */
public enum Conf6 {
  ACCEPT_DAD("accept_dad", 1),
  ACCEPT_RA("accept_ra", 1),
  ACCEPT_RA_DEFRTR("accept_ra_defrtr", 1),
  ACCEPT_RA_MIN_HOP_LIMIT("accept_ra_min_hop_limit", 1),
  ACCEPT_RA_MTU("accept_ra_mtu", 1),
  ACCEPT_RA_PINFO("accept_ra_pinfo", 1),
  ACCEPT_REDIRECTS("accept_redirects", 1),
  ACCEPT_SOURCE_ROUTE("accept_source_route", 0),
  ADDR_GEN_MODE("addr_gen_mode", 0),
  AUTOCONF("autoconf", 1),
  DAD_TRANSMITS("dad_transmits", 1),
  DISABLE_IPV6("disable_ipv6", 0),
  ENHANCED_DAD("enhanced_dad", 1),
  FORWARDING("forwarding", 0),
  HOP_LIMIT("hop_limit", 64),
  KEEP_ADDR_ON_DOWN("keep_addr_on_down", 0),
  MAX_ADDRESSES("max_addresses", 16),
  MLDV2_UNSOLICITED_REPORT_INTERVAL("mldv2_unsolicited_report_interval", 1000),
  NDISC_NOTIFY("ndisc_notify", 0),
  OPTIMISTIC_DAD("optimistic_dad", 0),
  RA_DEFRTR_METRIC("ra_defrtr_metric", 1024),
  ROUTER_SOLICITATION_DELAY("router_solicitation_delay", 1),
  ROUTER_SOLICITATION_INTERVAL("router_solicitation_interval", 4),
  ROUTER_SOLICITATION_MAX_INTERVAL("router_solicitation_max_interval", 3600),
  ROUTER_SOLICITATIONS("router_solicitations", -1);

  private final String word;
  private final int initial;

  Conf6(String word, int initial) {
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
