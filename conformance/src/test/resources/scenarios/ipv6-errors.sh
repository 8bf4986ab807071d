# ICMPv6 says why a packet did not arrive: no route, no neighbour, no port, too many hops, too big.
. network6.inc.sh
ip -n wan -6 route add fd00:1::/64 via 2001:db8:2::fe
ip netns exec lan ping -c 1 2001:db8:2::1
ip netns exec lan ping -c 1 -W 4 2001:db8:2::77
ip netns exec lan ping -c 1 2001:db8:3::1
ip netns exec lan ping -c 1 -t 1 2001:db8:2::1
ip netns exec lan ping -c 1 -W 4 fd00:1::77
ip netns exec lan nc -v -w 1 2001:db8:2::1 81
ip netns exec lan nc -v -u -w 1 2001:db8:2::1 81
ip -n router link set gw-veth1 mtu 1400
ip -n wan link set wan-veth0 mtu 1400
ip netns exec lan ping -c 2 -s 1432 2001:db8:2::1
ip netns exec lan ping -c 1 -s 3000 2001:db8:2::1
ip netns exec router sysctl -q net.ipv6.conf.all.forwarding=0
ip netns exec lan ping -c 1 -W 1 2001:db8:2::1
