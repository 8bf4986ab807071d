# Three clients of the same address behind one router: zones tell their connections apart, a mark that the connection keeps brings the answers back by the right link, and masquerade gives each its own port (after the selftest nft_nat_zones).
# random ports: 1024-65535
ip netns add gw
ip netns add server
ip netns add one
ip netns add two
ip netns add three
ip link add up0 netns gw type veth peer name eth0 netns server
ip link add veth1 netns gw type veth peer name eth0 netns one
ip link add veth2 netns gw type veth peer name eth0 netns two
ip link add veth3 netns gw type veth peer name eth0 netns three
ip -n server link set eth0 up
ip -n server addr add 203.0.113.99/24 dev eth0
ip -n gw link set up0 up
ip -n gw addr add 203.0.113.1/24 dev up0
ip -n gw link set veth1 up
ip -n gw link set veth2 up
ip -n gw link set veth3 up
ip -n one link set eth0 up
ip -n two link set eth0 up
ip -n three link set eth0 up
ip -n gw addr add 192.0.2.2/24 dev veth1
ip -n gw addr add 192.0.2.2/24 dev veth2
ip -n gw addr add 192.0.2.2/24 dev veth3
ip -n one addr add 192.0.2.3/24 dev eth0
ip -n two addr add 192.0.2.3/24 dev eth0
ip -n three addr add 192.0.2.3/24 dev eth0
ip -n one route add default via 192.0.2.2
ip -n two route add default via 192.0.2.2
ip -n three route add default via 192.0.2.2
ip -n gw route add 192.0.2.0/24 dev veth1 table 1001
ip -n gw route add 192.0.2.0/24 dev veth2 table 1002
ip -n gw route add 192.0.2.0/24 dev veth3 table 1003
ip -n gw route add 203.0.113.0/24 dev up0 table 1001
ip -n gw route add 203.0.113.0/24 dev up0 table 1002
ip -n gw route add 203.0.113.0/24 dev up0 table 1003
ip -n gw rule add fwmark 1 lookup 1001
ip -n gw rule add fwmark 2 lookup 1002
ip -n gw rule add fwmark 3 lookup 1003
ip netns exec gw sysctl -q net.ipv4.ip_forward=1
ip netns exec gw nft -f - < nat-zones.nft
ip netns exec one ping -q -c 2 203.0.113.99
ip netns exec two ping -q -c 2 203.0.113.99
ip netns exec three ping -q -c 2 203.0.113.99
ip netns exec gw nft get element inet raw pings { 192.0.2.3 . "veth2" . 203.0.113.99 }
ip netns exec gw nft get element inet raw pings { 203.0.113.99 . "up0" . 203.0.113.1 }
ip netns exec server socat TCP4-LISTEN:5201,reuseaddr,fork PIPE &
echo one | ip netns exec one nc -nN -w 3 -p 10000 203.0.113.99 5201
echo two | ip netns exec two nc -nN -w 3 -p 10000 203.0.113.99 5201
echo three | ip netns exec three nc -nN -w 3 -p 10000 203.0.113.99 5201
ip netns exec gw conntrack -L -p tcp --orig-port-src 10000
ip netns exec gw conntrack -L --orig-zone 2 -p tcp
ip netns exec gw nft list set inet raw flows
ip netns exec gw conntrack -F
