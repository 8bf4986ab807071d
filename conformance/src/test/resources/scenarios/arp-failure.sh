# A neighbour that never answers: three requests, a second apart, then host unreachable.
. network.inc.sh
ip netns exec wan tcpdump -tnl -i wan-veth0 arp &
ip netns exec lan tcpdump -tnl -i lan-veth0 icmp &
ip netns exec lan ping -c 1 -W 5 203.0.113.77
