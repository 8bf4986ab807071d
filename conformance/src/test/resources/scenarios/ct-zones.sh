# Connections of different zones do not meet: the same tuple is tracked twice.
. network.inc.sh
ip -n wan route add default via 203.0.113.254
ip netns exec router nft add table ip t
ip netns exec router nft add chain ip t raw { type filter hook prerouting priority raw\; }
ip netns exec router nft add chain ip t f { type filter hook forward priority 0\; }
ip netns exec router nft add rule ip t raw iifname gw-veth0 ct zone set 1
ip netns exec router nft add rule ip t f ct zone 1 counter
ip netns exec router nft add rule ip t f ct state new counter
ip netns exec router nft add rule ip t f ct state established counter
ip netns exec lan ping -c 1 203.0.113.1
ip netns exec router nft add rule ip t raw iifname gw-veth1 ct zone set 1
ip netns exec lan ping -c 1 203.0.113.1
ip netns exec router nft list chain ip t f
ip netns exec router conntrack -L -w 1 -p udp
