# A packet that is too long and must not be cut is reported before its flow is confirmed: no entry
# remains. One that may be cut is.
. crafted.inc.sh
ip -n router link set gw-veth1 mtu 1000
ip netns exec router nft add table ip t
ip netns exec router nft add chain ip t post { type nat hook postrouting priority srcnat\; }
ip netns exec router nft add rule ip t post oifname gw-veth1 counter masquerade
tcpdump -tnvr - < too-long.pcap
ip netns exec wan tcpdump -tnvl -i wan-veth0 ip &
ip netns exec lan tcpreplay -t -i lan-veth0 - < too-long.pcap
sleep 0.2
ip netns exec router conntrack -L
ip netns exec router nft list ruleset
