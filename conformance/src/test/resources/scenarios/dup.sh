# dup sends a copy to another host, untracked and with DF set; the packet itself goes on. A copy is not copied again.
. network.inc.sh
. dmz.inc.sh
ip -n wan route add default via 203.0.113.254
ip netns exec router nft add table ip t
ip netns exec router nft add chain ip t pre { type filter hook prerouting priority mangle\; }
ip netns exec router nft add chain ip t f { type filter hook forward priority filter\; }
ip netns exec router nft add chain ip t out { type filter hook output priority filter\; }
ip netns exec router nft add chain ip t post { type filter hook postrouting priority filter\; }
ip netns exec router nft add rule ip t pre ip saddr 192.0.2.1 udp dport 2068 counter dup to 198.51.100.1
ip netns exec router nft add rule ip t f udp dport 2069 counter dup to 198.51.100.1 device gw-veth2
ip netns exec router nft add rule ip t f udp dport 2070 counter dup to 10.9.9.9 counter
ip netns exec router nft add rule ip t f ip protocol udp ct state new counter
ip netns exec router nft add rule ip t out ip protocol udp ct state untracked counter
ip netns exec router nft add rule ip t out ip protocol udp ip ttl 63 counter
ip netns exec router nft add rule ip t post oifname gw-veth2 ip protocol udp counter dup to 198.51.100.1
ip netns exec dmz tcpdump -tnl -i dmz-veth0 udp &
ip netns exec wan tcpdump -tnl -i wan-veth0 udp &
echo x | ip netns exec lan nc -u -w 1 -p 1000 203.0.113.1 2068
echo x | ip netns exec lan nc -u -w 1 -p 1000 203.0.113.1 2069
echo x | ip netns exec lan nc -u -w 1 -p 1000 203.0.113.1 2070
ip netns exec router nft list ruleset
