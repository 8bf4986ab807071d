# Where connections are tracked, fragments are put together and cut again to the largest that came;
# a fragment alone is held, and goes no further.
. crafted.inc.sh
tcpdump -tnvr - < fragments.pcap
ip netns exec wan tcpdump -tnvl -i wan-veth0 ip &
ip netns exec lan tcpreplay -t -i lan-veth0 - < fragments.pcap
ip netns exec lan tcpreplay -t -i lan-veth0 - < fragment-alone.pcap
sleep 0.2
ip netns exec router nft add table ip t
ip netns exec router nft add chain ip t early { type filter hook prerouting priority -450\; }
ip netns exec router nft add rule ip t early ip frag-off \& 0x3fff != 0 counter
ip netns exec router nft add chain ip t raw { type filter hook prerouting priority raw\; }
ip netns exec router nft add rule ip t raw ip frag-off \& 0x3fff != 0 counter
ip netns exec router nft add rule ip t raw ip length \> 1500 counter
ip netns exec router nft add chain ip t f { type filter hook forward priority filter\; }
ip netns exec router nft add rule ip t f ct state new counter
ip netns exec router nft add rule ip t f ip frag-off \& 0x3fff != 0 counter
ip netns exec lan tcpreplay -t -i lan-veth0 - < fragments.pcap
ip netns exec lan tcpreplay -t -i lan-veth0 - < fragment-alone.pcap
sleep 0.2
ip netns exec router nft list ruleset
ip netns exec router conntrack -L
