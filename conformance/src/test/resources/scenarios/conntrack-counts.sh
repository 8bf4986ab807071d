# Packets are counted for connections that begin while nf_conntrack_acct is on, and times are kept while nf_conntrack_timestamp is.
. network.inc.sh
ip -n wan route add default via 203.0.113.254
ip netns exec router nft add table ip t
ip netns exec router nft add chain ip t f { type filter hook forward priority 0\; }
ip netns exec router nft add rule ip t f ct state new counter
ip netns exec router sysctl -q net.netfilter.nf_conntrack_acct=1
ip netns exec wan nc -u -l -p 5000 &
echo one | ip netns exec lan nc -u -w 1 -p 40001 203.0.113.1 5000
ip netns exec router conntrack -L
ip netns exec router conntrack -L -z
ip netns exec router conntrack -L
