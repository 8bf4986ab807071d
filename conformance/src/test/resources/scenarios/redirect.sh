# Redirect sends a flow to the router itself, at the address of the interface it came in by.
. network.inc.sh
ip netns exec router nft add table ip nat
ip netns exec router nft add chain ip nat PREROUTING { type nat hook prerouting priority dstnat\; }
ip netns exec router nft add rule ip nat PREROUTING tcp dport 80 redirect to :3128
ip netns exec router nft list ruleset
ip netns exec router nc -lnv 3128 &
ip netns exec lan tcpdump -tnl -i lan-veth0 "tcp[tcpflags] & tcp-syn != 0" &
echo hello | ip netns exec lan nc -N 203.0.113.1 80
sleep 0.2
ip netns exec router conntrack -L
