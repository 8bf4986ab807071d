# UDP: 30 seconds; 120 and ASSURED only once an answer was seen and a packet comes more than two
# seconds after the first.
. network.inc.sh
ip -n wan route add default via 203.0.113.254
ip netns exec router nft add table ip t
ip netns exec router nft add chain ip t f { type filter hook forward priority filter\; }
ip netns exec router nft add rule ip t f ct state new counter
echo lost | ip netns exec lan nc -u -w 1 -p 40001 203.0.113.1 9
ip netns exec router conntrack -L -p udp
echo answer | ip netns exec wan nc -lnu 53 &
sleep 1
echo one | ip netns exec lan nc -u -w 1 -p 40002 203.0.113.1 53
ip netns exec router conntrack -L -p udp
sleep 2
echo two | ip netns exec lan nc -u -w 1 -p 40002 203.0.113.1 53
ip netns exec router conntrack -L -p udp
ip netns exec router nft list ruleset
