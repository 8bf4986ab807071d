# A bridge floods what it does not know, learns behind which port an address is, and forgets it when the ageing time is over.
. bridge.inc.sh
ip -n switch link show br0
ip -n switch -br link show master br0
ip netns exec switch bridge link
ip netns exec switch tcpdump -l -tn -e -i p3 icmp &
ip netns exec h1 ping -c 1 192.0.2.2
ip netns exec switch bridge fdb show dev p1
ip -n switch link set br0 type bridge ageing_time 100
sleep 3
ip netns exec h1 ping -c 1 192.0.2.2
ip netns exec switch bridge fdb show dev p2
