# An IPv6 address is tentative until nobody has claimed it; a link that goes down loses its addresses.
. network6.inc.sh
ip -n lan address add fd00:1::2/64 dev lan-veth0
ip -n lan -6 address show dev lan-veth0
sleep 3
ip -n lan -6 address show dev lan-veth0
ip -n lan -6 route show table local
ip -n lan address add fd00:1::fe/64 dev lan-veth0
sleep 3
ip -n lan -6 address show dev lan-veth0
ip -n lan address add fd00:1::1/64 dev lan-veth0
ip -n lan address del fd00:1::9/64 dev lan-veth0
ip -n lan address add ff02::5/64 dev lan-veth0
ip -n lan address add ::1/128 dev lan-veth0
ip -n lan address add fd00:5::1/64 dev lan-veth0 noprefixroute nodad
ip -n lan -6 route show
ip netns exec lan sysctl net.ipv6.conf.lan-veth0.disable_ipv6=1
ip -n lan -6 address show
ip -n lan address add fd00:1::1/64 dev lan-veth0
ip -n lan -6 route show table all
ip -n router link set gw-veth1 down
ip -n router -6 address show
ip -n router -6 route show
