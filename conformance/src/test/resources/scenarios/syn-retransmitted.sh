# A SYN that is sent again is ct state new again, but meets no nat chain: the flow has its mapping.
. crafted.inc.sh
ip netns exec router nft add table ip t
ip netns exec router nft add chain ip t post { type nat hook postrouting priority srcnat\; }
ip netns exec router nft add rule ip t post counter masquerade
ip netns exec router nft add chain ip t f { type filter hook forward priority filter\; }
ip netns exec router nft add rule ip t f ct state new counter
ip netns exec lan nc -zvn -w 3 -p 40001 203.0.113.7 80
ip netns exec router nft list ruleset
ip netns exec router conntrack -L
