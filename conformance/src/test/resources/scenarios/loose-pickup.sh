# A segment of a connection that nobody saw begin makes an entry all the same: ESTABLISHED, for
# five minutes, unreplied. With nf_conntrack_tcp_loose=0 it is invalid.
. crafted.inc.sh
ip netns exec router nft add table ip t
ip netns exec router nft add chain ip t f { type filter hook forward priority filter\; }
ip netns exec router nft add rule ip t f ct state new counter
ip netns exec router nft add rule ip t f ct state invalid counter
ip netns exec lan tcpreplay -t -i lan-veth0 - < loose-pickup-1.pcap
sleep 0.1
ip netns exec router conntrack -L
ip netns exec router sysctl net.netfilter.nf_conntrack_tcp_loose=0
ip netns exec lan tcpreplay -t -i lan-veth0 - < loose-pickup-2.pcap
sleep 0.1
ip netns exec router conntrack -L
ip netns exec router nft list ruleset
