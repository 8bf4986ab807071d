# IPv6 through a bridge and to its own address: neighbour discovery is flooded, chains of the family bridge see its messages and what follows.
. bridge.inc.sh
ip netns exec h1 sysctl -qw net.ipv6.conf.all.disable_ipv6=0
ip netns exec h2 sysctl -qw net.ipv6.conf.all.disable_ipv6=0
ip netns exec switch sysctl -qw net.ipv6.conf.br0.disable_ipv6=0
ip -n h1 address add 2001:db8::1/64 dev eth1 nodad
ip -n h2 address add 2001:db8::2/64 dev eth2 nodad
ip -n switch address add 2001:db8::fe/64 dev br0 nodad
sleep 2
ip netns exec switch nft add table bridge t
ip netns exec switch nft add chain bridge t f { type filter hook forward priority filter\; }
ip netns exec switch nft add chain bridge t in { type filter hook input priority filter\; }
ip netns exec switch nft add rule bridge t f ip6 saddr 2001:db8::1 ip6 daddr 2001:db8::2 icmpv6 type echo-request counter
ip netns exec switch nft add rule bridge t f meta protocol ip6 meta l4proto ipv6-icmp iifname p2 ip6 daddr 2001:db8::1 icmpv6 type echo-reply counter
ip netns exec switch nft add rule bridge t f iifname p1 ether daddr 33:33:ff:00:00:02 icmpv6 type nd-neighbor-solicit counter
ip netns exec switch nft add rule bridge t in ip6 daddr 2001:db8::fe icmpv6 type echo-request counter
ip netns exec h1 ping -c 2 2001:db8::2
ip netns exec h1 ping -c 1 2001:db8::fe
ip netns exec switch nft list ruleset
ip netns exec switch nft add rule bridge t f ip6 nexthdr icmpv6 icmpv6 type echo-request drop
ip netns exec h1 ping -c 1 -W 1 2001:db8::2
