# ICMP errors about a connection whose both ends are translated: of every kind, from either side, and too short to tell what they are about.
. crafted.inc.sh
ip -n router route add 198.18.0.0/24 via 203.0.113.7
ip netns exec router nft -f - <<END
table ip t {
  chain pre {
    type nat hook prerouting priority dstnat;
    ip daddr 198.18.0.1 udp dport 53 dnat to 203.0.113.7:5353
  }
  chain post {
    type nat hook postrouting priority srcnat;
    oifname "gw-veth1" counter masquerade
  }
  chain f {
    type filter hook forward priority filter;
    ct state related counter
    icmp type destination-unreachable icmp code vmap { 1 : jump a, 3 : jump a, 4 : jump a }
    icmp type redirect counter
    icmp mtu 1400 counter
    icmp gateway 3405803853 counter
    ct state invalid counter drop
  }
  chain a {
    counter
    ct direction reply counter
    ct status dnat counter
    ct original proto-src 4000 counter
    ct reply proto-dst 4000 counter
  }
  chain i {
    type filter hook input priority filter;
    meta l4proto icmp counter
    ct state invalid counter
    ct state related counter
  }
}
END
ip netns exec lan tcpreplay -q -t -i lan-veth0 - < errors-1-query.pcap
ip netns exec wan tcpreplay -q -t -i wan-veth0 - < errors-2-in.pcap
ip netns exec wan tcpreplay -q -t -i wan-veth0 - < errors-3-answer.pcap
ip netns exec lan tcpreplay -q -t -i lan-veth0 - < errors-4-out.pcap
sleep 0.3
ip netns exec router nft list ruleset
ip netns exec router conntrack -L
