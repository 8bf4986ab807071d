# Labels are bits that rules set and match.
. network.inc.sh
ip -n wan route add default via 203.0.113.254
ip netns exec router nft add table ip t
ip netns exec router nft add chain ip t f { type filter hook forward priority 0\; }
ip netns exec router nft add rule ip t f ct state new ct label set 3
ip netns exec router nft add rule ip t f ct label 3 counter
ip netns exec router nft add rule ip t f ct label 4 counter
ip netns exec lan ping -c 1 203.0.113.1
ip netns exec router nft list chain ip t f
