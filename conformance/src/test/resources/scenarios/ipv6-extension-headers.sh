# What rules, tracking and translation see behind extension headers of IPv6.
. crafted6.inc.sh
ip netns exec router nft -f - <<END
table ip6 t {
  chain pre {
    type filter hook prerouting priority raw;
    exthdr frag exists counter
    exthdr hbh exists counter
    exthdr rt exists counter
    exthdr dst exists counter
    exthdr mh exists counter
    frag more-fragments 1 counter
    frag frag-off 0 counter
    rt type 0 counter
    hbh nexthdr udp counter
    dst nexthdr udp counter
    srh flags 0 counter
    rt seg-left 1 counter
    srh sid[1] 2001:db8:2::7 counter
    meta l4proto udp counter
    ip6 nexthdr udp counter
    th dport 53 counter
    udp length > 1000 counter
    icmpv6 type echo-request counter
    meta l4proto ipv6-nonxt counter
    meta l4proto ipv6-opts counter
  }
  chain f {
    type filter hook forward priority filter;
    exthdr frag exists counter
    meta l4proto udp counter
    meta l4proto ipv6-icmp counter
    exthdr hbh exists counter
    meta l4proto ipv6-nonxt counter
    ct state invalid counter
    ct state untracked counter
  }
}
END
ip netns exec lan tcpreplay -q -t -i lan-veth0 - < ipv6-extension-headers.pcap
sleep 0.3
ip netns exec router nft list ruleset
ip netns exec router nft -f - <<END
table ip6 n {
  chain post {
    type nat hook postrouting priority srcnat;
    oifname "gw-veth1" counter masquerade
  }
}
END
ip netns exec lan tcpreplay -q -t -i lan-veth0 - < ipv6-extension-headers.pcap
sleep 0.3
ip netns exec router nft list ruleset
ip netns exec router conntrack -L -f ipv6
