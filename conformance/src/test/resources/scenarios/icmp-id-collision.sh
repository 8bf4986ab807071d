# Two hosts whose pings have the same identifier: the second's is changed.
. crafted.inc.sh
ip netns exec router nft add table ip t
ip netns exec router nft add chain ip t post { type nat hook postrouting priority srcnat\; }
ip netns exec router nft add rule ip t post oifname gw-veth1 masquerade
ip netns exec wan tcpdump -tnl -i wan-veth0 icmp &
ip netns exec lan tcpreplay -t -i lan-veth0 - < icmp-id-collision.pcap
sleep 0.2
ip netns exec router conntrack -L
