# A mark that a rule sets in prerouting sends packets to tables whose routes say why they lead nowhere: the sender is told, or not.
. network.inc.sh
ip -n router route add prohibit default table 11
ip -n router route add unreachable default table 12
ip -n router route add blackhole default table 13
ip -n router rule add fwmark 11 lookup 11
ip -n router rule add fwmark 12 lookup 12
ip -n router rule add fwmark 13 lookup 13
ip netns exec router nft -f - <<END
table ip t {
  map marks {
    type inet_service : mark
    elements = { 1011 : 11, 1012 : 12, 1013 : 13, 1014 : 14 }
  }
  chain pre {
    type filter hook prerouting priority mangle;
    meta mark set udp dport map @marks counter
  }
  chain f {
    type filter hook forward priority filter;
    meta mark { 11, 12, 13 } counter
    meta mark 14 counter
  }
}
END
ip netns exec lan tcpdump -tnl -c 2 -i lan-veth0 icmp &
sleep 1
echo x | ip netns exec lan nc -u -w 1 203.0.113.1 1013
echo x | ip netns exec lan nc -u -w 1 203.0.113.1 1014
echo x | ip netns exec lan nc -u -w 1 203.0.113.1 1011
echo x | ip netns exec lan nc -u -w 1 203.0.113.1 1012
wait
ip netns exec router nft list chain ip t pre
ip netns exec router nft list chain ip t f
