# An ICMP error about a packet that nobody sent is ct state invalid; one about a tracked flow is
# related.
. crafted.inc.sh
ip netns exec router nft add table ip t
ip netns exec router nft add chain ip t post { type nat hook postrouting priority srcnat\; }
ip netns exec router nft add rule ip t post oifname gw-veth1 masquerade
ip netns exec router nft add chain ip t pre { type filter hook prerouting priority mangle\; }
ip netns exec router nft add rule ip t pre icmp type destination-unreachable ct state invalid counter
ip netns exec router nft add rule ip t pre icmp type destination-unreachable ct state related counter
ip netns exec lan tcpreplay -t -i lan-veth0 - < before-error.pcap
tcpdump -tnvr - < errors.pcap
ip netns exec lan tcpdump -tnvl -i lan-veth0 icmp &
ip netns exec wan tcpreplay -t -i wan-veth0 - < errors.pcap
sleep 0.2
ip netns exec router nft list ruleset
