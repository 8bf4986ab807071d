# A protocol without ports is translated by its address alone; a second host's flow to the same
# destination has no tuple left, and its packets are dropped.
. crafted.inc.sh
ip netns exec router nft add table ip t
ip netns exec router nft add chain ip t post { type nat hook postrouting priority srcnat\; }
ip netns exec router nft add rule ip t post oifname gw-veth1 masquerade
tcpdump -tnvr - < protocols-without-ports.pcap
ip netns exec wan tcpdump -tnvl -i wan-veth0 ip &
ip netns exec lan tcpreplay -t -i lan-veth0 - < protocols-without-ports.pcap
sleep 0.2
ip netns exec router conntrack -L
