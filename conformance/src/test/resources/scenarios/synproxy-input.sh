# A SYN proxy in front of a router's own server; and a client whose port is closed hears a reset that fits the proxy's answer.
. network.inc.sh
ip netns exec router sysctl -q net.netfilter.nf_conntrack_tcp_loose=0
ip netns exec lan sysctl -q net.ipv4.tcp_rmem='4096 131072 6291456'
ip netns exec router nft add table ip t
ip netns exec router nft add chain ip t pre { type filter hook prerouting priority raw\; }
ip netns exec router nft add rule ip t pre iif gw-veth0 tcp flags syn notrack
ip netns exec router nft add chain ip t input { type filter hook input priority filter\; }
ip netns exec router nft add rule ip t input iif gw-veth0 meta l4proto tcp ct state untracked,invalid synproxy mss 1460 wscale 7 timestamp sack-perm
ip netns exec router nft add rule ip t input ct state invalid drop
ip netns exec router nc -lnv 80 &
echo hello | ip netns exec lan nc -nN -w 3 192.0.2.254 80
ip netns exec lan nc -nzv -w 1 192.0.2.254 81
ip netns exec router conntrack -L
