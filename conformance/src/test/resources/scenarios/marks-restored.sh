# A mark that a connection keeps is restored to each of its packets: they keep to the uplink that the first was given.
. network.inc.sh
. dmz.inc.sh
ip -n wan address add 198.18.0.1/32 dev lo
ip -n dmz address add 198.18.0.1/32 dev lo
ip -n router route add 198.18.0.1 via 203.0.113.1
ip -n router route add 198.18.0.1 via 198.51.100.1 table 7
ip -n router rule add fwmark 0x700/0xff00 lookup 7
ip -n wan route add default via 203.0.113.254
ip netns exec router nft -f - <<END
table inet t {
  chain pre {
    type filter hook prerouting priority mangle;
    ct mark != 0x00000000 meta mark set ct mark
    ct state new iifname "gw-veth0" meta mark set numgen inc mod 2 map { 0 : 0x00000700, 1 : 0x00000800 } counter
    ct state new ct mark set meta mark & 0x0000ff11 | 0x00000011 counter
  }
  chain f {
    type filter hook forward priority filter;
    meta mark & 0x0000ff00 == 0x00000700 oifname "gw-veth2" tcp flags syn counter
    meta mark & 0x0000ff00 == 0x00000800 oifname "gw-veth1" tcp flags syn counter
    ct mark & 0x00000f00 == 0x00000700 ct mark set ct mark | 0x00000020
  }
  chain post {
    type nat hook postrouting priority srcnat;
    meta mark & 0x0000ff00 == 0x00000700 counter snat ip to 198.51.100.254
    oifname "gw-veth1" counter snat ip to 203.0.113.254
  }
}
END
ip netns exec wan nc -lkn 198.18.0.1 80 &
ip netns exec dmz nc -lkn 198.18.0.1 80 &
echo 1 | ip netns exec lan nc -Nn -p 4001 -w 2 198.18.0.1 80
echo 2 | ip netns exec lan nc -Nn -p 4002 -w 2 198.18.0.1 80
echo 3 | ip netns exec lan nc -Nn -p 4003 -w 2 198.18.0.1 80
ip netns exec router conntrack -L
ip netns exec router conntrack -L -m 0x700/0xff00
ip netns exec router nft list ruleset
ip netns exec router ip route get 198.18.0.1 mark 0x711
