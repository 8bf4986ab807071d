# For packets made by hand: the router's link-layer addresses are 02:00:00:00:00:fe on both sides,
# and hosts that never answer live at .7 and .8 on each.
. network.inc.sh
ip -n wan route add default via 203.0.113.254
ip -n router link set gw-veth0 address 02:00:00:00:00:fe
ip -n router link set gw-veth1 address 02:00:00:00:00:fe
ip -n router neigh add 192.0.2.7 lladdr 02:00:00:00:00:07 nud permanent dev gw-veth0
ip -n router neigh add 203.0.113.7 lladdr 02:00:00:00:00:07 nud permanent dev gw-veth1
ip -n router neigh add 192.0.2.8 lladdr 02:00:00:00:00:08 nud permanent dev gw-veth0
ip -n router neigh add 203.0.113.8 lladdr 02:00:00:00:00:08 nud permanent dev gw-veth1
