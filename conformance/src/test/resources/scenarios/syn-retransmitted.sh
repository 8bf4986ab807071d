# A SYN that is sent again is ct state new again, but meets no nat chain: the flow has its mapping.
. crafted.inc.sh
ip netns exec router nft add table ip t
ip netns exec router nft add chain ip t post { type nat hook postrouting priority srcnat\; }
ip netns exec router nft add rule ip t post counter masquerade
ip netns exec router nft add chain ip t f { type filter hook forward priority filter\; }
ip netns exec router nft add rule ip t f ct state new counter
tcpdump -tnr - < syn-three-times.pcap
ip netns exec lan tcpreplay -t -i lan-veth0 - < syn-three-times.pcap
sleep 0.2
ip netns exec router nft list ruleset
ip netns exec router conntrack -L
