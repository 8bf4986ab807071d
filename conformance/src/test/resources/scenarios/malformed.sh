# Truncated and malformed packets change nothing: what has no whole header is dropped or invalid.
. crafted.inc.sh
ip netns exec router nft add table ip t
ip netns exec router nft add chain ip t post { type nat hook postrouting priority srcnat\; }
ip netns exec router nft add rule ip t post oifname gw-veth1 masquerade
ip netns exec router nft add chain ip t pre { type filter hook prerouting priority mangle\; }
ip netns exec router nft add rule ip t pre counter
ip netns exec router nft add rule ip t pre ct state invalid counter
ip netns exec router nft add rule ip t pre ct state new counter
ip netns exec lan tcpreplay -t -i lan-veth0 - < malformed.pcap
sleep 0.2
ip netns exec router conntrack -L
ip netns exec router nft list ruleset
