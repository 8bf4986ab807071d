# What ip says when the kernel refuses, and with which status.
. network.inc.sh
ip netns add lan
ip netns del nowhere
ip -n nowhere link show
ip -n lan address add 192.0.2.1/24 dev lan-veth0
ip -n lan address add 192.0.2.300/24 dev lan-veth0
ip -n lan address add 192.0.2.2/33 dev lan-veth0
ip -n lan address add 192.0.2.2/24 dev eth9
ip -n lan address del 192.0.2.9/24 dev lan-veth0
ip -n lan route add default via 192.0.2.254
ip -n lan route add 198.51.100.0/24 via 203.0.113.1
ip -n lan route add 198.51.100.0/24 via 192.0.2.254 dev eth9
ip -n lan route add 198.51.100.1/24 via 192.0.2.254
ip -n lan route del 198.51.100.0/24
ip -n lan link set eth9 up
ip -n lan link add lan-veth0 type veth peer name other
ip -n lan link del eth9
ip -n lan link set lan-veth0 netns nowhere
ip -n lan link set lan-veth0 down
ip -n lan route show
ip -n lan route add default via 192.0.2.254
