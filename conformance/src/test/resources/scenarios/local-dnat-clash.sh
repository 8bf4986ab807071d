# A host's only port is in use towards a server: a connection to another address that is translated to that server gets another source port, and so do two that are redirected to one port there (after the selftest nf_nat_edemux).
# random ports: 1024-65535
ip netns add server
ip netns add client
ip link add veth1 netns server type veth peer name veth2 netns client
ip -n server link set lo up
ip -n server link set veth1 up
ip -n server addr add 192.0.2.1/24 dev veth1
ip -n client link set lo up
ip -n client link set veth2 up
ip -n client addr add 192.0.2.2/24 dev veth2
ip -n client route add 198.51.100.1 via 192.0.2.1
ip netns exec client sysctl -q "net.ipv4.ip_local_port_range=10000 10000"
ip netns exec client nft add table ip nat
ip netns exec client nft add chain ip nat out { type nat hook output priority -100\; }
ip netns exec client nft add rule ip nat out ip daddr 198.51.100.1 tcp dport 443 dnat to 192.0.2.1:5201
ip netns exec server socat TCP4-LISTEN:5201,reuseaddr,fork PIPE &
sleep 60 | ip netns exec client nc -n 192.0.2.1 5201 &
echo translated | ip netns exec client nc -nN -w 5 198.51.100.1 443
ip netns exec client conntrack -L -p tcp
ip netns exec server nft add table ip nat
ip netns exec server nft add chain ip nat pre { type nat hook prerouting priority dstnat\; }
ip netns exec server nft add rule ip nat pre tcp dport { 5202, 5203 } redirect to :5201
echo second | ip netns exec client nc -nN -w 5 192.0.2.1 5202
echo third | ip netns exec client nc -nN -w 5 192.0.2.1 5203
ip netns exec server conntrack -L -p tcp --orig-port-dst 5202
ip netns exec server conntrack -L -p tcp --orig-port-dst 5203
