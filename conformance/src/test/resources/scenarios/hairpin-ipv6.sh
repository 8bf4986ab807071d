# Inside hosts reach each other by the router's outside address, in IPv6.
. network6.inc.sh
ip netns add lan2
ip link add l2 netns lan2 type veth peer name gw2 netns router
ip -n lan2 link set l2 up
ip -n router link set gw2 up
ip -n lan2 address add fd00:2::1/64 dev l2 nodad
ip -n router address add fd00:2::fe/64 dev gw2 nodad
sleep 3
ip -n lan2 -6 route add default via fd00:2::fe
ip netns exec router nft -f - <<END
table ip6 t {
  chain pre {
    type nat hook prerouting priority dstnat;
    ip6 daddr 2001:db8:2::fe tcp dport 8080 counter dnat to [fd00:1::1]:80
    ip6 daddr 2001:db8:2::fe udp dport 1000-1010 counter dnat to [fd00:1::1]:2000-2003
    ip6 daddr 2001:db8:9::/64 counter dnat prefix to fd00:1::/64
  }
  chain out {
    type nat hook output priority dstnat;
    ip6 daddr 2001:db8:2::fe tcp dport 8080 counter dnat to [fd00:1::1]:80
  }
  chain post {
    type nat hook postrouting priority srcnat;
    ct status dnat oifname "gw-veth0" counter masquerade
  }
}
END
ip netns exec lan nc -6 -lkv -n 80 &
ip netns exec lan nc -6 -luk 2000 &
echo 2 | ip netns exec lan2 nc -nN -w 2 -p 4001 2001:db8:2::fe 8080
echo 3 | ip netns exec wan nc -nN -w 2 -p 4002 2001:db8:2::fe 8080
echo 4 | ip netns exec router nc -nN -w 2 -p 4003 2001:db8:2::fe 8080
echo 5 | ip netns exec wan nc -nu -w 1 -p 4004 2001:db8:2::fe 1005
echo 6 | ip netns exec wan nc -nu -w 1 -p 4005 2001:db8:2::fe 1006
ip -n wan -6 route add 2001:db8:9::/64 via 2001:db8:2::fe
ip netns exec wan ping -c 1 -W 1 2001:db8:9::1
ip netns exec router conntrack -L -f ipv6
ip netns exec router nft list ruleset
