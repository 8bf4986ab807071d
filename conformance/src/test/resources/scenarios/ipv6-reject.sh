# reject of IPv6 answers with a reset or with ICMPv6; a connection is not given up for the first SYN's error while connect(2) holds it.
. network6.inc.sh
ip -n wan -6 route add fd00:1::/64 via 2001:db8:2::fe
ip netns exec router nft add table ip6 filter
ip netns exec router nft add chain ip6 filter forward { type filter hook forward priority filter\; }
ip netns exec router nft add rule ip6 filter forward tcp dport 81 reject with tcp reset
ip netns exec router nft add rule ip6 filter forward udp dport 82 reject
ip netns exec router nft add rule ip6 filter forward tcp dport 83 reject
ip netns exec router nft add rule ip6 filter forward icmpv6 type echo-request ip6 daddr 2001:db8:2::9 counter reject with icmpv6 type no-route
ip netns exec router nft add rule ip6 filter forward icmpv6 type echo-request counter reject with icmpv6 type admin-prohibited
ip netns exec lan nc -n -v -w 1 -p 40001 2001:db8:2::1 81
ip netns exec lan nc -n -v -u -w 1 -p 40002 2001:db8:2::1 82
ip netns exec lan nc -n -v -w 3 -p 40003 2001:db8:2::1 83
ip netns exec lan ping -c 1 2001:db8:2::9
ip netns exec lan ping -c 1 2001:db8:2::1
ip netns exec router nft list ruleset
