# A host puts fragments for itself together; what cannot be one is reported to who sent it: a cut that is no multiple of 8, a place beyond
# the longest packet, a first fragment without all headers, hop-by-hop options that are not first, and when its time is over what never became whole.
. crafted6.inc.sh
ip netns exec router sysctl net.ipv6.ip6frag_time=2
ip netns exec lan tcpreplay -q -t -i lan-veth0 - < ipv6-fragments-local.pcap
sleep 3
