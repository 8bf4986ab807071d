# Three hosts, h1 192.0.2.1, h2 192.0.2.2 and h3 192.0.2.3, on the ports p1, p2 and p3 of the switch's bridge br0.
# There is no IPv6, which would speak at times of its own choice, and teach the bridge; nor does Linux show IPv4's chains what passes.
ip netns add switch
ip netns add h1
ip netns add h2
ip netns add h3
ip netns exec switch sysctl -qw net.ipv6.conf.default.disable_ipv6=1
ip netns exec h1 sysctl -qw net.ipv6.conf.default.disable_ipv6=1
ip netns exec h2 sysctl -qw net.ipv6.conf.default.disable_ipv6=1
ip netns exec h3 sysctl -qw net.ipv6.conf.default.disable_ipv6=1
ip -n switch link add name br0 type bridge mcast_snooping 0
ip link add name eth1 type veth peer name p1
ip link add name eth2 type veth peer name p2
ip link add name eth3 type veth peer name p3
ip link set eth1 netns h1
ip link set eth2 netns h2
ip link set eth3 netns h3
ip link set p1 netns switch
ip link set p2 netns switch
ip link set p3 netns switch
ip -n h1 link set eth1 address 02:00:00:00:00:01
ip -n h2 link set eth2 address 02:00:00:00:00:02
ip -n h3 link set eth3 address 02:00:00:00:00:03
ip -n switch link set p1 address 02:00:00:00:01:01
ip -n switch link set p2 address 02:00:00:00:01:02
ip -n switch link set p3 address 02:00:00:00:01:03
ip netns exec switch sysctl -eqw net.bridge.bridge-nf-call-iptables=0 net.bridge.bridge-nf-call-ip6tables=0 net.bridge.bridge-nf-call-arptables=0
ip -n switch link set p1 master br0
ip -n switch link set p2 master br0
ip -n switch link set p3 master br0
ip -n h1 link set eth1 up
ip -n h2 link set eth2 up
ip -n h3 link set eth3 up
ip -n switch link set p1 up
ip -n switch link set p2 up
ip -n switch link set p3 up
ip -n switch link set br0 up
ip -n h1 address add 192.0.2.1/24 dev eth1
ip -n h2 address add 192.0.2.2/24 dev eth2
ip -n h3 address add 192.0.2.3/24 dev eth3
sleep 2
