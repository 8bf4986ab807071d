# Fragments that wait take no more memory than ipfrag_high_thresh says: then no others are taken, not even those of a datagram that would soon
# be whole, until the time of those that wait is over, which is told to who sent them.
. crafted.inc.sh
ip netns exec router sysctl net.ipv4.ipfrag_high_thresh=1000
ip netns exec router sysctl net.ipv4.ipfrag_low_thresh=0
ip netns exec router sysctl net.ipv4.ipfrag_high_thresh=6000
ip netns exec router sysctl net.ipv4.ipfrag_low_thresh=7000
ip netns exec router sysctl net.ipv4.ipfrag_time=2
ip netns exec lan ping -c 1 -s 3000 192.0.2.254
ip netns exec lan tcpreplay -q -t -i lan-veth0 - < fragments-many.pcap
ip netns exec lan ping -c 1 -W 1 -s 3000 192.0.2.254
sleep 2
ip netns exec lan ping -c 1 -s 3000 192.0.2.254
