# Masquerade takes the address of the interface that a packet leaves by, and keeps a free port.
. network.inc.sh
ip netns exec router nft add table ip nat
ip netns exec router nft add chain ip nat POSTROUTING { type nat hook postrouting priority srcnat\; }
ip netns exec router nft add rule ip nat POSTROUTING oifname gw-veth1 masquerade
ip netns exec wan nc -lnv -k 80 &
ip netns exec wan tcpdump -tnl -i wan-veth0 "tcp[tcpflags] & tcp-syn != 0" &
echo one | ip netns exec lan nc -N -p 40001 203.0.113.1 80
echo two | ip netns exec lan nc -N -p 601 203.0.113.1 80
sleep 0.2
ip netns exec router conntrack -L
