# Source NAT keeps the class of a port: one of 512 to 1023 that is taken becomes one of 600 to 1023.
# random ports: 600-1023
. crafted.inc.sh
ip netns exec router nft add table ip t
ip netns exec router nft add chain ip t post { type nat hook postrouting priority srcnat\; }
ip netns exec router nft add rule ip t post oifname gw-veth1 masquerade
ip netns exec wan tcpdump -tnl -i wan-veth0 udp &
ip netns exec lan tcpreplay -t -i lan-veth0 - < port-class-middle.pcap
sleep 0.2
ip netns exec router conntrack -L
