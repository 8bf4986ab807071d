# numgen inc counts rules' packets round; jhash with a seed is the same number everywhere; symhash is the same both ways.
. network.inc.sh
ip -n wan route add default via 203.0.113.254
ip netns exec router nft add table ip t
ip netns exec router nft add chain ip t f { type filter hook forward priority filter\; }
ip netns exec router nft add rule ip t f numgen inc mod 3 0 counter
ip netns exec router nft add rule ip t f numgen inc mod 3 1 counter
ip netns exec router nft add rule ip t f numgen inc mod 3 offset 100 101 counter
ip netns exec router nft add rule ip t f meta mark set numgen inc mod 4 map { 0 : 10, 1 : 11, 2 : 12, 3 : 13 }
ip netns exec router nft add rule ip t f meta mark 10 counter
ip netns exec router nft add rule ip t f meta mark 13 counter
ip netns exec router nft add rule ip t f numgen random mod 10 '<' 10 counter
ip netns exec router nft add rule ip t f numgen random mod 1 offset 7 7 counter
ip netns exec router nft add rule ip t f meta mark set jhash ip saddr mod 65536 seed 0xdeadbeef
ip netns exec router nft add rule ip t f meta mark set jhash ip saddr . ip daddr mod 4294967295 seed 0x1234 offset 0
ip netns exec router nft add rule ip t f ct mark set jhash ip saddr . ip daddr . ip protocol mod 1000000 seed 0xcafe offset 1000
ip netns exec router nft add chain ip t p { type filter hook postrouting priority filter\; }
ip netns exec router nft add rule ip t p ct mark set jhash ip saddr . ip daddr . udp dport mod 1000000 seed 0x77 offset 5
ip netns exec router nft add rule ip t p udp dport 53 ct mark set jhash ip saddr . ip daddr . udp dport . meta iifname mod 1000000 seed 0x77
ip netns exec router nft add chain ip t s { type filter hook prerouting priority filter\; }
ip netns exec router nft add rule ip t s icmp type echo-request ct mark set symhash mod 65536 offset 1
ip netns exec router nft add rule ip t s icmp type echo-request counter
ip netns exec lan ping -c 5 -i 0.2 203.0.113.1
echo x | ip netns exec lan nc -u -w 1 -p 1000 203.0.113.1 68
echo x | ip netns exec lan nc -u -w 1 -p 1000 203.0.113.1 53
ip netns exec router conntrack -L -p udp
ip netns exec router nft list ruleset
