# A router fills in a record-route option, and drops a packet with a source route.
. crafted.inc.sh
tcpdump -tnvr - < ip-options.pcap
ip netns exec wan tcpdump -tnvl -i wan-veth0 ip &
ip netns exec lan tcpreplay -t -i lan-veth0 - < ip-options.pcap
sleep 0.2
