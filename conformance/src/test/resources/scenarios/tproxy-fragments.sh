# A rule with tproxy has fragments put together before it; one alone goes no further.
. crafted.inc.sh
ip -n router rule add fwmark 1 lookup 100
ip -n router route add local default dev lo table 100
ip netns exec router nft -f - <<END
table ip t {
  chain early {
    type filter hook prerouting priority -450;
    ip frag-off & 0x3fff != 0x0 counter
  }
  chain pre {
    type filter hook prerouting priority mangle;
    ip frag-off & 0x3fff != 0x0 counter
    ip length > 1000 counter
    udp dport 53 tproxy to :5353 meta mark set 0x00000001 counter accept
  }
  chain f {
    type filter hook forward priority filter;
    ip frag-off & 0x3fff != 0x0 counter
    counter
  }
}
END
ip netns exec router socat -u UDP4-LISTEN:5353,ip-transparent STDIO &
ip netns exec lan tcpreplay -q -t -i lan-veth0 - < tproxy-fragments.pcap
sleep 0.3
ip netns exec router nft list ruleset
ip netns exec router nft flush ruleset
sleep 0.5
ip netns exec lan tcpreplay -q -t -i lan-veth0 - < tproxy-fragments.pcap
sleep 0.3
