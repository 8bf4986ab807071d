# With ip_forward=0 the router takes what is its own and drops the rest without a word.
. network.inc.sh
ip -n wan route add default via 203.0.113.254
ip netns exec router sysctl net.ipv4.ip_forward=0
ip netns exec wan tcpdump -tnl -i wan-veth0 icmp &
ip netns exec lan ping -c 1 -W 1 203.0.113.1
ip netns exec lan ping -c 1 -W 1 203.0.113.254
ip netns exec router sysctl net.ipv4.ip_forward=1
ip netns exec lan ping -c 1 -W 1 203.0.113.1
