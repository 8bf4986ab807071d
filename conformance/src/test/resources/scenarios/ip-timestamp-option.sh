# A router stamps a packet whose timestamp option has room.
. crafted.inc.sh
ip netns exec lan tcpreplay -t -i lan-veth0 - < ip-timestamp-option.pcap
ip netns exec wan tcpdump -tnvl -i wan-veth0 ip &
ip netns exec lan tcpreplay -t -i lan-veth0 - < ip-timestamp-option.pcap
sleep 0.2
