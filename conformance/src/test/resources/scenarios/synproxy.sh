# A SYN proxy answers a client by itself, and asks the server only when the client has acknowledged that: the numbers of what
# the server says are moved from then on (after the selftest nft_synproxy).
. network.inc.sh
ip -n wan route add default via 203.0.113.254
ip netns exec router sysctl -q net.netfilter.nf_conntrack_tcp_loose=0
ip netns exec router nft add table inet filter
ip netns exec router nft add chain inet filter prerouting { type filter hook prerouting priority -300\; }
ip netns exec router nft add rule inet filter prerouting meta iif gw-veth0 tcp flags syn counter notrack
ip netns exec router nft add chain inet filter forward { type filter hook forward priority 0\; }
ip netns exec router nft add rule inet filter forward ct state new,established accept
ip netns exec router nft add rule inet filter forward meta iif gw-veth0 meta l4proto tcp ct state untracked,invalid synproxy mss 1460
ip netns exec router nft add rule inet filter forward ct state invalid counter drop
ip netns exec router nft add rule inet filter forward tcp flags syn counter drop
ip netns exec wan nc -lnv 80 &
echo hello | ip netns exec lan nc -nN -w 3 203.0.113.1 80
ip netns exec router conntrack -L
ip netns exec lan nc -nzv -w 2 203.0.113.1 81
ip netns exec router conntrack -L
ip netns exec router nft list ruleset
