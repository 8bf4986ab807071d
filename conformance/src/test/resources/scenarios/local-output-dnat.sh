# The router's own flows are translated in the output hook, and routed anew.
. network.inc.sh
ip netns exec router nft add table ip nat
ip netns exec router nft add chain ip nat OUTPUT { type nat hook output priority -100\; }
ip netns exec router nft add rule ip nat OUTPUT ip daddr 203.0.113.1 tcp dport 80 dnat to 192.0.2.1
ip netns exec lan nc -lnv 80 &
ip netns exec lan tcpdump -tnl -i lan-veth0 "tcp[tcpflags] & tcp-syn != 0" &
echo hello | ip netns exec router nc -N 203.0.113.1 80
sleep 0.2
ip netns exec router conntrack -L
