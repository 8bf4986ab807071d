# A router whose inside is a bridge: hosts reach each other through the bridge, and others translated; the translation sees br0, not the ports.
. bridge.inc.sh
ip netns add wan
ip netns exec wan sysctl -qw net.ipv6.conf.default.disable_ipv6=1
ip link add name wan0 type veth peer name gw0
ip link set wan0 netns wan
ip link set gw0 netns switch
ip -n wan link set wan0 up
ip -n switch link set gw0 up
ip -n wan address add 203.0.113.1/24 dev wan0
ip -n switch address add 203.0.113.254/24 dev gw0
ip -n switch address add 192.0.2.254/24 dev br0
ip netns exec switch sysctl -qw net.ipv4.ip_forward=1
ip -n h1 route add default via 192.0.2.254
ip -n h2 route add default via 192.0.2.254
ip netns exec switch nft add table ip nat
ip netns exec switch nft add chain ip nat pre { type nat hook prerouting priority dstnat\; }
ip netns exec switch nft add chain ip nat post { type nat hook postrouting priority srcnat\; }
ip netns exec switch nft add rule ip nat pre iifname gw0 tcp dport 8080 dnat to 192.0.2.2:80
ip netns exec switch nft add rule ip nat pre iifname br0 ip daddr 203.0.113.254 tcp dport 8080 dnat to 192.0.2.2:80
ip netns exec switch nft add rule ip nat post iifname br0 oifname gw0 masquerade
ip netns exec switch nft add rule ip nat post oifname br0 ct status dnat masquerade
ip netns exec switch nft add table bridge t
ip netns exec switch nft add chain bridge t out { type filter hook output priority filter\; }
ip netns exec switch nft add rule bridge t out oifname p2 tcp dport 80 tcp flags syn counter
ip netns exec wan nc -l 80 &
ip netns exec h2 nc -l 80 &
echo hello | ip netns exec h1 nc -N 203.0.113.1 80
echo from outside | ip netns exec wan nc -N 203.0.113.254 8080
ip netns exec h2 nc -l 80 &
echo hairpin | ip netns exec h1 nc -N 203.0.113.254 8080
ip netns exec h1 ping -c 1 192.0.2.2
ip netns exec switch nft list chain bridge t out
ip netns exec switch conntrack -L
