# What ip lists of links, addresses and routes.
. network.inc.sh
sleep 0.5
ip netns list
ip -n lan -br link
ip -n lan -4 address show dev lan-veth0
ip -n lan -4 -br address
ip -n router route
ip -n router address add 192.0.2.253/24 dev gw-veth0
ip -n router address add 198.51.100.1/32 dev gw-veth1
ip -n router -4 address show
ip -n router route add 198.51.100.0/24 via 203.0.113.1
ip -n router route add 198.51.100.128/25 via 203.0.113.1 metric 100
ip -n router route show
ip -n lan link del lan-veth0
ip -n router -br link
ip -n router route show
