# lan 192.0.2.1 -- 192.0.2.254 router 203.0.113.254 -- 203.0.113.1 wan; wan has no route to lan.
ip netns add lan
ip netns add router
ip netns add wan
ip link add lan-veth0 type veth peer name gw-veth0
ip link add wan-veth0 type veth peer name gw-veth1
ip link set lan-veth0 netns lan
ip link set gw-veth0 netns router
ip link set gw-veth1 netns router
ip link set wan-veth0 netns wan
ip -n lan link set lo up
ip -n router link set lo up
ip -n wan link set lo up
ip -n lan link set lan-veth0 up
ip -n router link set gw-veth0 up
ip -n router link set gw-veth1 up
ip -n wan link set wan-veth0 up
ip -n lan address add 192.0.2.1/24 dev lan-veth0
ip -n router address add 192.0.2.254/24 dev gw-veth0
ip -n router address add 203.0.113.254/24 dev gw-veth1
ip -n wan address add 203.0.113.1/24 dev wan-veth0
ip -n lan route add default via 192.0.2.254
ip netns exec router sysctl -q net.ipv4.ip_forward=1
