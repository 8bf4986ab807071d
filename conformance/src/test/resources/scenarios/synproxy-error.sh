# An ICMP error about the SYN that a SYN proxy sent to the server is the client's to hear.
. network.inc.sh
ip -n wan route add default via 203.0.113.254
ip netns exec router sysctl -q net.netfilter.nf_conntrack_tcp_loose=0
ip netns exec router nft add table ip t
ip netns exec router nft add chain ip t pre { type filter hook prerouting priority raw\; }
ip netns exec router nft add rule ip t pre iif gw-veth0 tcp flags syn notrack
ip netns exec router nft add chain ip t forward { type filter hook forward priority filter\; }
ip netns exec router nft add rule ip t forward iif gw-veth0 meta l4proto tcp ct state untracked,invalid synproxy mss 1460 timestamp sack-perm
ip netns exec router nft add rule ip t forward ct state invalid drop
ip netns exec wan nft add table ip t
ip netns exec wan nft add chain ip t input { type filter hook input priority filter\; }
ip netns exec wan nft add rule ip t input tcp dport 80 reject with icmp host-unreachable
ip netns exec lan tcpdump -tnl -c 1 -i lan-veth0 icmp &
sleep 0.2
ip netns exec lan nc -nzv -w 2 -p 40001 203.0.113.1 80
