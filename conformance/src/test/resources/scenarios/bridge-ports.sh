# Ports that are isolated from each other, one that does not flood or learn, and entries that somebody sets.
. bridge.inc.sh
ip netns exec switch bridge link set dev p1 isolated on
ip netns exec switch bridge link set dev p2 isolated on
ip netns exec switch bridge -d link show dev p1
ip netns exec h1 ping -c 1 -W 1 192.0.2.2
sleep 4
ip netns exec h1 ping -c 1 192.0.2.3
ip netns exec switch bridge link set dev p2 isolated off
ip netns exec h1 ping -c 1 192.0.2.2
ip netns exec switch bridge link set dev p1 hairpin on
ip netns exec switch bridge -d link show dev p1
ip netns exec switch bridge link set dev p1 hairpin off
ip netns exec switch bridge fdb add 02:00:00:00:00:09 dev p3 master static
ip netns exec switch bridge fdb add 02:00:00:00:00:09 dev p3 master static
ip netns exec switch bridge fdb add 02:00:00:00:00:0a dev p2 master dynamic
ip netns exec switch bridge fdb add 02:00:00:00:00:0b dev p2 master
ip netns exec switch bridge fdb replace 02:00:00:00:00:0b dev p3 master static sticky
ip netns exec switch bridge fdb show br br0
ip netns exec switch bridge fdb get 02:00:00:00:00:09 br br0
ip netns exec switch bridge fdb get 02:00:00:00:00:99 br br0
ip netns exec switch bridge fdb del 02:00:00:00:00:99 dev p3 master
ip netns exec switch bridge fdb del 02:00:00:00:00:0b dev p3 master
ip -n h1 neigh add 192.0.2.9 lladdr 02:00:00:00:00:09 nud permanent dev eth1
ip netns exec h3 tcpdump -l -tn -e -i eth3 -c 1 icmp &
ip netns exec h1 ping -c 1 -W 1 192.0.2.9
ip netns exec switch bridge link set dev p3 learning off
ip netns exec switch bridge link set dev p3 flood off
ip netns exec switch bridge fdb flush dev br0
ip netns exec h3 ping -c 1 -W 1 192.0.2.1
ip netns exec switch bridge fdb show dev p3
ip netns exec switch bridge link set dev p3 state disabled
ip netns exec switch bridge link show dev p3
ip netns exec h3 ping -c 1 -W 1 192.0.2.1
ip netns exec switch bridge link set dev p3 state 7
ip netns exec switch bridge link set dev p3 priority 64
ip netns exec switch bridge link set dev p3 cost 70000
ip netns exec switch bridge link set dev nowhere cost 7
