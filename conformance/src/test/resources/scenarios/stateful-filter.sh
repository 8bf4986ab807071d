# A stateful filter: lan may open flows to wan, their answers return, wan may open none.
. network.inc.sh
ip -n wan route add default via 203.0.113.254
ip netns exec router nft add table inet filter
ip netns exec router nft add chain inet filter forward { type filter hook forward priority filter\; policy drop\; }
ip netns exec router nft add rule inet filter forward ct state established,related accept
ip netns exec router nft add rule inet filter forward iifname gw-veth0 ct state new accept
ip netns exec router nft list ruleset
ip netns exec wan nc -lnv -k 80 &
ip netns exec lan nc -lnv -k 80 &
ip netns exec lan nc -zvn -w 1 203.0.113.1 80
ip netns exec wan nc -zvn -w 1 192.0.2.1 80
ip netns exec lan nc -zvn -w 1 203.0.113.1 81
ip netns exec lan ping -c 1 203.0.113.1
