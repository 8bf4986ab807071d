# A host that was given another port keeps to it: towards a new destination it gets its newest
# mapping, though its own port would be free there.
# random ports: 1024-65535
. crafted.inc.sh
ip netns exec router nft add table ip t
ip netns exec router nft add chain ip t post { type nat hook postrouting priority srcnat\; }
ip netns exec router nft add rule ip t post oifname gw-veth1 masquerade
tcpdump -tnr - < mapping-after-collision.pcap
ip netns exec wan tcpdump -tnl -i wan-veth0 udp &
ip netns exec lan tcpreplay -t -i lan-veth0 - < mapping-after-collision.pcap
sleep 0.2
ip netns exec router conntrack -L
