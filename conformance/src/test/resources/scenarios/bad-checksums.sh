# Bad checksums: of IP, the packet is dropped; of TCP or UDP, it is ct state invalid and is not
# translated: it leaks with its private source. A UDP checksum of 0 is none, and stays 0.
. crafted.inc.sh
ip netns exec router nft add table ip t
ip netns exec router nft add chain ip t post { type nat hook postrouting priority srcnat\; }
ip netns exec router nft add rule ip t post oifname gw-veth1 masquerade
ip netns exec router nft add chain ip t f { type filter hook forward priority filter\; }
ip netns exec router nft add rule ip t f ct state invalid counter
ip netns exec router nft add rule ip t f ct state new counter
tcpdump -tnvr - < bad-checksums.pcap
ip netns exec wan tcpdump -tnvl -i wan-veth0 ip &
ip netns exec lan tcpreplay -t -i lan-veth0 - < bad-checksums.pcap
sleep 0.2
ip netns exec router conntrack -L
ip netns exec router nft list ruleset
