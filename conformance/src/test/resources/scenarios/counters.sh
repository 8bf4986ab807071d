# Counters count packets and octets of the IP packet; a nat chain sees only a flow's first.
. network.inc.sh
ip netns exec router nft add table ip t
ip netns exec router nft add chain ip t pre { type nat hook prerouting priority dstnat\; }
ip netns exec router nft add chain ip t forward { type filter hook forward priority filter\; }
ip netns exec router nft add chain ip t post { type nat hook postrouting priority srcnat\; }
ip netns exec router nft add rule ip t pre icmp type echo-request counter
ip netns exec router nft add rule ip t forward icmp type echo-request counter
ip netns exec router nft add rule ip t forward icmp type echo-reply counter
ip netns exec router nft add rule ip t forward meta length 84 counter
ip netns exec router nft add rule ip t post oifname gw-veth1 counter masquerade
ip netns exec lan ping -c 3 -i 0.2 203.0.113.1
ip netns exec lan ping -c 1 -s 1000 203.0.113.1
ip netns exec router nft list ruleset
