# Source NAT in postrouting: wan sees the router's address, lan its own, and the port stays.
. network.inc.sh
ip netns exec router nft add table ip nat
ip netns exec router nft add chain ip nat POSTROUTING { type nat hook postrouting priority srcnat\; }
ip netns exec router nft add rule ip nat POSTROUTING ip saddr 192.0.2.0/24 oifname gw-veth1 snat to 203.0.113.254
ip netns exec router nft list ruleset
ip netns exec wan nc -lnv 80 &
ip netns exec lan tcpdump -tnl -i lan-veth0 "tcp[tcpflags] & tcp-syn != 0" &
ip netns exec wan tcpdump -tnl -i wan-veth0 "tcp[tcpflags] & tcp-syn != 0" &
echo hello | ip netns exec lan nc -N 203.0.113.1 80
sleep 0.2
ip netns exec router conntrack -L
