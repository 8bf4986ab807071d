# The host unreachable for a masqueraded flow, whose destination has no neighbour, comes from the
# router's outside address.
. network.inc.sh
ip netns exec router nft add table ip t
ip netns exec router nft add chain ip t post { type nat hook postrouting priority srcnat\; }
ip netns exec router nft add rule ip t post oifname gw-veth1 masquerade
ip netns exec lan tcpdump -tnvl -i lan-veth0 icmp &
ip netns exec lan ping -c 1 -W 5 203.0.113.77
ip netns exec router conntrack -L
