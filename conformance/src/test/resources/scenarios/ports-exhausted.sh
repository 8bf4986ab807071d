# No port left: the packet is dropped without a word, and no entry remains.
. crafted.inc.sh
ip netns exec router nft add table ip t
ip netns exec router nft add chain ip t post { type nat hook postrouting priority srcnat\; }
ip netns exec router nft add rule ip t post oifname gw-veth1 udp dport 5300 counter snat to 203.0.113.254:4000
ip netns exec lan tcpdump -tnl -i lan-veth0 icmp &
ip netns exec lan tcpreplay -t -i lan-veth0 - < exhausting.pcap
sleep 0.2
ip netns exec router conntrack -L
ip netns exec router nft list ruleset
