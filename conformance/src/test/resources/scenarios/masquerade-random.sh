# With "random" a flow's port depends on its destination too, with "fully-random" on nothing: it
# is another for each.
# random ports: 900-65535
. crafted.inc.sh
ip netns exec router nft add table ip t
ip netns exec router nft add chain ip t post { type nat hook postrouting priority srcnat\; }
ip netns exec router nft add rule ip t post udp dport 99 masquerade random
ip netns exec router nft add rule ip t post udp dport 100 masquerade fully-random
ip netns exec router nft add rule ip t post udp dport 101 masquerade to :900-999
ip netns exec wan tcpdump -tnl -i wan-veth0 udp &
ip netns exec lan tcpreplay -t -i lan-veth0 - < two-destinations.pcap
sleep 0.2
ip netns exec router conntrack -L
