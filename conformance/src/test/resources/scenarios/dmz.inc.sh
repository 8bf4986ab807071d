# A third host on the router: 198.51.100.1 -- 198.51.100.254.
ip netns add dmz
ip link add dmz-veth0 type veth peer name gw-veth2
ip link set dmz-veth0 netns dmz
ip link set gw-veth2 netns router
ip -n dmz link set dmz-veth0 up
ip -n router link set gw-veth2 up
ip -n dmz address add 198.51.100.1/24 dev dmz-veth0
ip -n router address add 198.51.100.254/24 dev gw-veth2
ip -n dmz route add default via 198.51.100.254
