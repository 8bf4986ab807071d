# lan fd00:1::1 -- fd00:1::fe router 2001:db8:2::fe -- 2001:db8:2::1 wan; wan has no route to lan.
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
ip -n lan address add fd00:1::1/64 dev lan-veth0 nodad
ip -n router address add fd00:1::fe/64 dev gw-veth0 nodad
ip -n router address add 2001:db8:2::fe/64 dev gw-veth1 nodad
ip -n wan address add 2001:db8:2::1/64 dev wan-veth0 nodad
ip netns exec router sysctl -q net.ipv6.conf.all.forwarding=1
sleep 3
ip -n lan -6 route add default via fd00:1::fe
