# A reset with the exact sequence number closes an established flow; one in the window but not
# exact leaves it for ten seconds; one far off is invalid. One that answers an unanswered SYN
# deletes the entry.
. crafted.inc.sh
ip netns exec router nft add table ip t
ip netns exec router nft add chain ip t f { type filter hook forward priority filter\; }
ip netns exec router nft add rule ip t f ct state invalid counter
ip netns exec router nft add rule ip t f ct state new counter
ip netns exec router nft add rule ip t f ct state established counter
ip netns exec lan tcpreplay -t -i lan-veth0 - < resets-syn.pcap
ip netns exec wan tcpreplay -t -i wan-veth0 - < resets-syn-ack.pcap
ip netns exec lan tcpreplay -t -i lan-veth0 - < resets-ack.pcap
sleep 0.2
ip netns exec router conntrack -L
tcpdump -tnr - < resets-rst.pcap
ip netns exec wan tcpreplay -t -i wan-veth0 - < resets-rst.pcap
sleep 0.2
ip netns exec router conntrack -L
ip netns exec router nft list ruleset
