# Destination NAT to a range of ports takes the first, unless the flow's own port is in the range.
. network.inc.sh
ip netns exec router nft add table ip nat
ip netns exec router nft add chain ip nat PREROUTING { type nat hook prerouting priority dstnat\; }
ip netns exec router nft add rule ip nat PREROUTING iifname gw-veth1 udp dport 5000-5999 dnat to 192.0.2.1:5500-5503
ip netns exec router nft list ruleset
ip -n wan route add default via 203.0.113.254
ip netns exec lan tcpdump -tnl -i lan-veth0 udp &
echo below | ip netns exec wan nc -u -w 1 -p 40001 203.0.113.254 5000
echo inside | ip netns exec wan nc -u -w 1 -p 40002 203.0.113.254 5502
ip netns exec router conntrack -L -p udp
