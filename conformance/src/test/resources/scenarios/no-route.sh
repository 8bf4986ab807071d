# Without a route: an error from the system call at home, an ICMP error from a router.
. network.inc.sh
ip -n wan route add default via 203.0.113.254
ip netns exec lan tcpdump -tnl -i lan-veth0 ip &
ip netns exec lan ping -c 1 -W 1 198.51.100.1
ip netns exec lan nc -zvn -w 1 -p 40001 198.51.100.1 80
ip -n lan route del default
ip netns exec lan ping -c 1 -W 1 198.51.100.1
ip netns exec lan nc -zvn -w 1 198.51.100.1 80
echo x | ip netns exec lan nc -u -w 1 198.51.100.1 80
