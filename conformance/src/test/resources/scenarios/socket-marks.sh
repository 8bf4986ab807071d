# A socket marks what it sends: rules see the mark, policy routing chooses the way by it, and a connection has its own; with tcp_fwmark_accept an accepted one takes over that of the SYN.
. network.inc.sh
ip link add second0 netns lan type veth peer name second1 netns wan
ip -n lan addr add 198.51.100.1/24 dev second0
ip -n wan addr add 198.51.100.2/24 dev second1
ip -n lan link set second0 up
ip -n wan link set second1 up
ip -n wan route add default via 203.0.113.254
ip -n lan rule add fwmark 7 lookup 77
ip -n lan route add default via 198.51.100.2 table 77
ip netns exec lan nft add table ip t
ip netns exec lan nft add chain ip t out { type filter hook output priority filter\; }
ip netns exec lan nft add rule ip t out oifname "second0" meta mark 7 counter
ip netns exec lan nft add rule ip t out oifname "second0" socket mark 7 counter
ip netns exec lan nft add rule ip t out oifname "lan-veth0" meta mark 0 counter
ip netns exec wan tcpdump -tnl -i second1 icmp or udp &
ip netns exec lan ping -c 1 203.0.113.1
ip netns exec lan ping -c 1 -m 7 203.0.113.1
ip netns exec lan ping -c 1 -m 8 203.0.113.1
echo x | ip netns exec lan socat -u - UDP4:203.0.113.1:7777,sourceport=2000,setsockopt-int=1:36:7
echo x | ip netns exec lan socat -u - UDP4:203.0.113.1:7777,sourceport=2001
ip netns exec lan nft list ruleset
# The SYN's mark, and no mark of its own: the answers are marked where that is wanted.
ip netns exec router nft add table ip t
ip netns exec router nft add chain ip t pre { type filter hook prerouting priority mangle\; }
ip netns exec router nft add chain ip t out { type filter hook output priority filter\; }
ip netns exec router nft add rule ip t pre tcp dport 80 meta mark set 9
ip netns exec router nft add rule ip t pre tcp dport 80 tcp flags fin socket mark 9 counter
ip netns exec router nft add rule ip t out tcp sport 80 tcp flags fin meta mark 9 counter
ip netns exec router nft add rule ip t out tcp sport 80 tcp flags fin meta mark 0 counter
ip netns exec router socat TCP4-LISTEN:80,reuseaddr,fork PIPE &
echo one | ip netns exec lan nc -nN 192.0.2.254 80
ip netns exec router sysctl net.ipv4.tcp_fwmark_accept
ip netns exec router sysctl -q net.ipv4.tcp_fwmark_accept=1
echo two | ip netns exec lan nc -nN 192.0.2.254 80
ip netns exec router nft list ruleset
