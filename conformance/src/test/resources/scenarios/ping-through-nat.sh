# NAT treats an echo's identifier as the port: kept where it is free.
. network.inc.sh
ip netns exec router nft add table ip nat
ip netns exec router nft add chain ip nat POSTROUTING { type nat hook postrouting priority srcnat\; }
ip netns exec router nft add rule ip nat POSTROUTING oifname gw-veth1 snat to 203.0.113.254
ip netns exec lan tcpdump -tnl -i lan-veth0 icmp &
ip netns exec wan tcpdump -tnl -i wan-veth0 icmp &
ip netns exec lan ping -c 2 -i 0.2 203.0.113.1
ip netns exec router conntrack -L -p icmp
