# For packets made by hand: the router's link-layer addresses are 02:00:00:00:00:fe on both sides,
# and hosts that never answer live at ::7 on each.
. network6.inc.sh
ip -n router link set gw-veth0 address 02:00:00:00:00:fe
ip -n router link set gw-veth1 address 02:00:00:00:00:fe
ip -n router -6 neigh add fd00:1::7 lladdr 02:00:00:00:00:07 nud permanent dev gw-veth0
ip -n router -6 neigh add 2001:db8:2::7 lladdr 02:00:00:00:00:07 nud permanent dev gw-veth1
