# Fragments of a connection in a zone: they are put together before the zone is set, and each is translated.
. crafted.inc.sh

ip netns exec router nft -f - <<END
table ip t {
  chain raw {
    type filter hook prerouting priority raw;
    iifname "gw-veth0" udp sport 5001 ct zone set 9
    iifname "gw-veth0" udp sport 5000 ct original zone set 3
    udp dport 53 ip frag-off & 0x3fff != 0x0 counter
  }
  chain pre {
    type filter hook prerouting priority mangle;
    ct zone 9 counter ct mark set 0x00000099
    ct original zone 3 counter ct mark set meta length
    ip length > 1500 counter
    udp length vmap { 0-99 : drop, 2508 : accept }
  }
  chain post {
    type nat hook postrouting priority srcnat;
    oifname "gw-veth1" counter masquerade
  }
}
END
ip netns exec lan tcpreplay -t -i lan-veth0 - < zoned-fragments-out.pcap
ip netns exec wan tcpreplay -t -i wan-veth0 - < zoned-fragments-in.pcap
sleep 0.3
ip netns exec router nft list ruleset
ip netns exec router conntrack -L -o id,labels
ip netns exec router conntrack -L -w 9
ip netns exec router conntrack -L --orig-zone 3
ip netns exec router conntrack -L -m 0x99
