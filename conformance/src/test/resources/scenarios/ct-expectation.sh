# A ct expectation object: once one connection is there, another is related to it.
. network.inc.sh
ip -n wan route add default via 203.0.113.254
ip netns exec router nft add table ip t
ip netns exec router nft add ct expectation ip t more { protocol udp\; dport 6000\; timeout 2m\; size 1\; l3proto ip\; }
ip netns exec router nft add chain ip t f { type filter hook forward priority 0\; }
ip netns exec router nft add rule ip t f udp dport 5000 ct state new ct expectation set \"more\"
ip netns exec router nft add rule ip t f ct state related counter
ip netns exec wan nc -u -l -p 5000 &
ip netns exec lan nc -u -l -p 6000 &
echo one | ip netns exec lan nc -u -w 1 -p 40001 203.0.113.1 5000
ip netns exec router conntrack -L expect
echo two | ip netns exec wan nc -u -w 1 -p 40003 192.0.2.1 6000
ip netns exec router conntrack -L expect
ip netns exec router conntrack -L -p udp --dport 6000
ip netns exec router nft list chain ip t f
