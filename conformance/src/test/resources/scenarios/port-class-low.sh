# Source NAT keeps the class of a port: one below 512 that is taken becomes another of 1 to 511.
# random ports: 1-511
. crafted.inc.sh
ip netns exec router nft add table ip t
ip netns exec router nft add chain ip t post { type nat hook postrouting priority srcnat\; }
ip netns exec router nft add rule ip t post oifname gw-veth1 masquerade
tcpdump -tnr - < port-class-low.pcap
ip netns exec wan tcpdump -tnl -i wan-veth0 udp &
ip netns exec lan tcpreplay -t -i lan-veth0 - < port-class-low.pcap
sleep 0.2
ip netns exec router conntrack -L
