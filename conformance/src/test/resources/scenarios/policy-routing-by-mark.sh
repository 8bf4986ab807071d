# A mark set by a chain of type route on the way out, or in prerouting, sends the packet by another table.
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
ip netns exec lan nft add chain ip t out { type route hook output priority mangle\; }
ip netns exec lan nft add rule ip t out udp dport 7777 meta mark set 7 counter
ip netns exec router nft add table ip t
ip netns exec router nft add chain ip t pre { type filter hook prerouting priority mangle\; }
ip netns exec router nft add rule ip t pre udp dport 8888 meta mark set 8 counter
ip netns exec router nft add rule ip t pre fib daddr . mark oif "gw-veth1" counter
ip -n router rule add fwmark 8 lookup 88
ip -n router route add blackhole default table 88
ip netns exec wan tcpdump -tnl -i wan-veth0 udp &
ip netns exec wan tcpdump -tnl -i second1 udp &
echo x | ip netns exec lan nc -nu -w 1 -p 2000 203.0.113.1 7777
echo x | ip netns exec lan nc -nu -w 1 -p 2000 203.0.113.1 9999
echo x | ip netns exec lan nc -nu -w 1 -p 2000 203.0.113.1 8888
ip netns exec lan nft list ruleset
ip netns exec router nft list ruleset
