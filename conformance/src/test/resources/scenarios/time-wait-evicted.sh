# The last port of a pool is held by a connection in TIME_WAIT: a SYN of another host whose sequence
# number is ahead of the old connection's takes it, and the old entry goes; one behind is dropped.
. crafted.inc.sh
ip netns exec router nft add table ip t
ip netns exec router nft add chain ip t post { type nat hook postrouting priority srcnat\; }
ip netns exec router nft add rule ip t post oifname gw-veth1 ip protocol tcp snat to 203.0.113.254:4000
ip netns exec lan tcpreplay -t -i lan-veth0 - < eviction-1-syn.pcap
ip netns exec wan tcpreplay -t -i wan-veth0 - < eviction-2-syn-ack.pcap
ip netns exec lan tcpreplay -t -i lan-veth0 - < eviction-3-fin.pcap
ip netns exec wan tcpreplay -t -i wan-veth0 - < eviction-4-fin.pcap
ip netns exec lan tcpreplay -t -i lan-veth0 - < eviction-5-ack.pcap
sleep 0.2
ip netns exec router conntrack -L
ip netns exec lan tcpreplay -t -i lan-veth0 - < eviction-6-older-syn.pcap
sleep 0.2
ip netns exec router conntrack -L
ip netns exec lan tcpreplay -t -i lan-veth0 - < eviction-7-newer-syn.pcap
sleep 0.2
ip netns exec router conntrack -L
