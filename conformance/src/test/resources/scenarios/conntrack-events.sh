# Events tell of a new connection, and of each change of its state; a connection refused ends unreplied.
. network.inc.sh
ip -n wan route add default via 203.0.113.254
ip netns exec router nft add table ip t
ip netns exec router nft add chain ip t f { type filter hook forward priority 0\; }
ip netns exec router nft add rule ip t f ct state new ct mark set 7
ip netns exec router conntrack -E &
ip netns exec wan nc -l -p 5000 &
echo hello | ip netns exec lan nc -N -p 40001 203.0.113.1 5000
ip netns exec lan nc -p 40002 203.0.113.1 5001
