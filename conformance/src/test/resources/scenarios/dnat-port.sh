# Destination NAT to another port: the inside capture shows the new port, the outside the old one.
. network.inc.sh
ip -n wan route add default via 203.0.113.254
ip netns exec router nft add table ip nat
ip netns exec router nft add chain ip nat PREROUTING { type nat hook prerouting priority dstnat\; }
ip netns exec router nft add rule ip nat PREROUTING iifname gw-veth1 tcp dport 8080 dnat to 192.0.2.1:80
ip netns exec router nft list ruleset
ip netns exec lan nc -lnv 80 &
ip netns exec lan tcpdump -tnl -i lan-veth0 "tcp[tcpflags] & tcp-syn != 0" &
ip netns exec wan tcpdump -tnl -i wan-veth0 "tcp[tcpflags] & tcp-syn != 0" &
echo hello | ip netns exec wan nc -N 203.0.113.254 8080
sleep 0.2
ip netns exec router conntrack -L
