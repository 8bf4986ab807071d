# A packet whose TTL ends at the router is translated, then reported: the error shows its address
# before translation, comes from the ingress address, and no entry remains.
. network.inc.sh
ip netns exec router nft add table ip nat
ip netns exec router nft add chain ip nat PREROUTING { type nat hook prerouting priority dstnat\; }
ip netns exec router nft add rule ip nat PREROUTING ip daddr 203.0.113.254 icmp type echo-request counter dnat to 192.0.2.1
ip netns exec wan tcpdump -tnvl -i wan-veth0 icmp &
ip netns exec wan ping -c 1 -W 1 -t 1 203.0.113.254
sleep 0.2
ip netns exec router conntrack -L
ip netns exec router nft list ruleset
