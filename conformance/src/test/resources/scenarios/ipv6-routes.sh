# What ip says of routes of IPv6, and where packets go by them.
. network6.inc.sh
ip -n lan -6 route add unreachable 2001:db8:9::/48
ip -n lan -6 route add blackhole 2001:db8:8::/48 metric 5
ip -n lan -6 route add prohibit 2001:db8:7::/48
ip -n lan -6 route add 2001:db8:6::/48 via fd00:1::fe src fd00:1::1
ip -n lan -6 route add 2001:db8:6::/48 via fd00:1::fe
ip -n lan -6 route add 2001:db8:6::/48 via fd00:1::fe metric 7
ip -n lan -6 route replace 2001:db8:6::/48 via fd00:1::77 metric 7
ip -n lan -6 route show
ip netns exec lan ping -c 1 2001:db8:9::1
ip netns exec lan ping -c 1 2001:db8:8::1
ip netns exec lan ping -c 1 2001:db8:7::1
ip -n lan -6 route add 2001:db8:5::/64 via 2001:db8:77::1
ip -n lan -6 route add 2001:db8:5::/64 via fd00:1::1
ip -n lan -6 route add 2001:db8:5::/64 via ff02::1 dev lan-veth0
ip -n lan -6 route add 2001:db8:5::/64
ip -n lan -6 route add 2001:db8:5::/64 via fd00:1::fe dev eth9
ip -n lan -6 route del 2001:db8:5::/64
ip -n lan -6 route del default
ip netns exec lan ping -c 1 2001:db8:2::1
ip netns exec lan nc -6 -v -w 1 2001:db8:2::1 80
ip -n router -6 route show table all
