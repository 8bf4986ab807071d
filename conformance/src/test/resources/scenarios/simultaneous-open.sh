# Two SYNs that cross: SYN_SENT, SYN_SENT2, SYN_RECV, ESTABLISHED.
. crafted.inc.sh
ip netns exec router nft add table ip t
ip netns exec router nft add chain ip t f { type filter hook forward priority filter\; }
ip netns exec router nft add rule ip t f ct state invalid counter
ip netns exec lan tcpreplay -t -i lan-veth0 - < crossing-syn-1.pcap
sleep 0.1
ip netns exec router conntrack -L
ip netns exec wan tcpreplay -t -i wan-veth0 - < crossing-syn-2.pcap
sleep 0.1
ip netns exec router conntrack -L
ip netns exec lan tcpreplay -t -i lan-veth0 - < crossing-syn-ack-1.pcap
sleep 0.1
ip netns exec router conntrack -L
ip netns exec wan tcpreplay -t -i wan-veth0 - < crossing-syn-ack-2.pcap
sleep 0.1
ip netns exec router conntrack -L
ip netns exec router nft list ruleset
