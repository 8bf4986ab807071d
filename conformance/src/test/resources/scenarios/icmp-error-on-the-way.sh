# The error of a router on the way, whom the flow does not know, is related to it, and is translated.
. network.inc.sh
ip netns exec wan sysctl -q net.ipv4.ip_forward=1
ip -n router route add default via 203.0.113.1
ip netns exec router nft add table ip t
ip netns exec router nft add chain ip t post { type nat hook postrouting priority srcnat\; }
ip netns exec router nft add rule ip t post oifname gw-veth1 masquerade
ip netns exec router nft add chain ip t f { type filter hook forward priority filter\; }
ip netns exec router nft add rule ip t f ct state related counter
ip netns exec lan tcpdump -tnvl -i lan-veth0 icmp &
ip netns exec lan ping -c 1 -W 1 -t 2 198.51.100.1
ip netns exec lan ping -c 1 -W 1 198.51.100.1
ip netns exec router nft list ruleset
