# "ct status dnat accept" lets through what destination NAT let in, and nothing else.
. network.inc.sh
ip -n wan route add default via 203.0.113.254
ip netns exec router nft add table ip nat
ip netns exec router nft add chain ip nat PREROUTING { type nat hook prerouting priority dstnat\; }
ip netns exec router nft add rule ip nat PREROUTING ip daddr 203.0.113.254 tcp dport 80 dnat to 192.0.2.1
ip netns exec router nft add table ip filter
ip netns exec router nft add chain ip filter FORWARD { type filter hook forward priority filter\; policy drop\; }
ip netns exec router nft add rule ip filter FORWARD ct state established accept
ip netns exec router nft add rule ip filter FORWARD ct status dnat ct state new counter accept
ip netns exec lan nc -lnv -k 80 &
ip netns exec wan nc -zvn -w 1 203.0.113.254 80
ip netns exec wan nc -zvn -w 1 192.0.2.1 80
ip netns exec router nft list table ip filter
