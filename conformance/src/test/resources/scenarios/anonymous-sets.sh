# Sets in rules: a packet matches if any element does; intervals and concatenations too.
. network.inc.sh
ip -n wan route add default via 203.0.113.254
ip netns exec router nft add table ip t
ip netns exec router nft add chain ip t f { type filter hook forward priority filter\; }
ip netns exec router nft add rule ip t f udp dport { 53, 67-68, 1000 } counter
ip netns exec router nft add rule ip t f udp dport != { 53, 54 } counter
ip netns exec router nft add rule ip t f ip saddr { 192.0.2.0/25, 198.51.100.0/24 } udp dport 60-70 counter
ip netns exec router nft add rule ip t f ip ttl 63 counter
ip netns exec router nft add rule ip t f meta l4proto { tcp, udp } counter
echo x | ip netns exec lan nc -u -w 1 203.0.113.1 68
echo x | ip netns exec lan nc -u -w 1 203.0.113.1 999
ip netns exec router nft list ruleset
