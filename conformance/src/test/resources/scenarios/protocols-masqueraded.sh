# Protocols behind masquerade: those with ports, with keys, with neither, and messages of ICMP that nobody asks.
. crafted.inc.sh
ip netns exec router nft -f - <<END
table inet t {
  chain f {
    type filter hook forward priority filter;
    meta l4proto vmap { icmp : jump ic, igmp : jump h, ipencap : jump g, dccp : jump c, gre : jump b, esp : jump e, sctp : jump d, udplite : jump a }
    ct state invalid counter
    ct state untracked counter
  }
  chain a {
    counter
    udplite dport 7001 counter
    udplite csumcov 0 counter
    ct original proto-dst 7001 counter
    ct protocol udplite counter
  }
  chain b {
    counter
    th dport 35006 counter
    ct state new counter
  }
  chain c {
    counter
    dccp type request counter
    dccp dport 7001 counter
    ct state new counter
    ct state invalid counter
  }
  chain d {
    counter
    sctp chunk init exists counter
    sctp chunk init initial-tsn 1 counter
    sctp vtag 0 counter
    sctp chunk init num-outbound-streams 5 counter
  }
  chain e {
    counter
    esp spi 1 counter
    esp sequence 1 counter
  }
  chain g {
    counter
    @th,96,32 0xa000001 counter
  }
  chain h {
    counter
    meta nfproto ipv4 igmp type membership-report-v2 counter
  }
  chain ic {
    counter
    icmp type timestamp-request counter
    icmp type { echo-reply, echo-request } icmp id 6 counter
    ct state new counter
    ct state invalid counter
    ct state untracked counter
  }
  chain post {
    type nat hook postrouting priority srcnat;
    oifname "gw-veth1" counter masquerade
  }
}
END
ip netns exec lan tcpreplay -q -t -i lan-veth0 - < protocols-masqueraded.pcap
sleep 0.3
ip netns exec router nft list ruleset
ip netns exec router conntrack -L
