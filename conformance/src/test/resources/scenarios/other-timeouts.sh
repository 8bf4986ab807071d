# ICMP's entries last 30 seconds, other protocols' ten minutes.
. crafted.inc.sh
ip netns exec router nft add table ip t
ip netns exec router nft add chain ip t f { type filter hook forward priority filter\; }
ip netns exec router nft add rule ip t f ct state new counter
ip netns exec lan tcpreplay -t -i lan-veth0 - < other-protocols.pcap
sleep 0.2
ip netns exec router conntrack -L
ip netns exec router sysctl net.netfilter.nf_conntrack_icmp_timeout net.netfilter.nf_conntrack_generic_timeout
ip netns exec router sysctl net.netfilter.nf_conntrack_udp_timeout net.netfilter.nf_conntrack_udp_timeout_stream
