# In forward, on a flow's first packet, the destination is translated and "ct status dnat" set, the
# source is not; "ct original" and "ct reply" see tuples, not the packet.
. network.inc.sh
ip -n wan route add default via 203.0.113.254
ip netns exec router nft add table ip t
ip netns exec router nft add chain ip t pre { type nat hook prerouting priority dstnat\; }
ip netns exec router nft add chain ip t post { type nat hook postrouting priority srcnat\; }
ip netns exec router nft add chain ip t f { type filter hook forward priority filter\; }
ip netns exec router nft add rule ip t pre udp dport 1053 dnat to 192.0.2.1
ip netns exec router nft add rule ip t post oifname gw-veth0 masquerade
ip netns exec router nft add rule ip t f ip daddr 192.0.2.1 counter
ip netns exec router nft add rule ip t f ct status dnat counter
ip netns exec router nft add rule ip t f ct status snat counter
ip netns exec router nft add rule ip t f ct status confirmed counter
ip netns exec router nft add rule ip t f ct state new counter
ip netns exec router nft add rule ip t f ct direction original counter
ip netns exec router nft add rule ip t f ct original ip daddr 203.0.113.254 counter
ip netns exec router nft add rule ip t f ct reply ip daddr 203.0.113.1 counter
ip netns exec router nft add rule ip t f ct reply ip daddr 192.0.2.254 counter
ip netns exec lan tcpdump -tnl -i lan-veth0 udp &
echo x | ip netns exec wan nc -u -w 1 -p 40001 203.0.113.254 1053
ip netns exec router nft list ruleset
