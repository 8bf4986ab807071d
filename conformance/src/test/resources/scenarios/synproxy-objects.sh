# Objects say what a SYN proxy announces, and a map which of them: without timestamps there is no window scale, and the segment size is
# one of four that a cookie can hold. What acknowledges no cookie is dropped.
. network.inc.sh
ip -n wan route add default via 203.0.113.254
ip netns exec router sysctl -q net.netfilter.nf_conntrack_tcp_loose=0
ip netns exec lan sysctl -q net.ipv4.tcp_rmem='4096 131072 6291456'
ip netns exec router nft add table ip t
ip netns exec router nft add synproxy ip t plain { mss 1300 wscale 5 \; }
ip netns exec router nft add synproxy ip t timed { mss 1400 wscale 5 timestamp sack-perm \; }
ip netns exec router nft add chain ip t pre { type filter hook prerouting priority raw\; }
ip netns exec router nft add rule ip t pre iif gw-veth0 tcp flags syn notrack
ip netns exec router nft add map ip t which { typeof tcp dport : synproxy \; elements = { 80 : "plain" , 81 : "timed" } \; }
ip netns exec router nft add chain ip t forward { type filter hook forward priority filter\; policy drop\; }
ip netns exec router nft add rule ip t forward ct state established accept
ip netns exec router nft add rule ip t forward ip daddr 203.0.113.1 ct state untracked,invalid synproxy name tcp dport map @which
ip netns exec lan tcpdump -tnl -i lan-veth0 'tcp[tcpflags] & tcp-syn != 0 and portrange 80-81' &
ip netns exec wan tcpdump -tnl -i wan-veth0 'tcp[tcpflags] & tcp-syn != 0 and portrange 80-81' &
ip netns exec wan nc -lnv 80 &
echo hello | ip netns exec lan nc -nN -w 3 203.0.113.1 80
ip netns exec wan nc -lnv 81 &
echo hello | ip netns exec lan nc -nN -w 3 203.0.113.1 81
ip netns exec lan nc -nzv -w 1 203.0.113.1 82
ip netns exec router conntrack -L
ip netns exec router nft add synproxy ip t timed { mss 1000 wscale 3 timestamp \; }
ip netns exec router nft list ruleset
