# Of a pool of addresses each flow is given one by a hash of its source and destination; with
# "persistent" by its source alone.
. crafted.inc.sh
ip netns exec router nft add table ip t
ip netns exec router nft add chain ip t post { type nat hook postrouting priority srcnat\; }
ip netns exec router nft add rule ip t post udp dport 5300 snat to 203.0.113.240-203.0.113.247
ip netns exec router nft add rule ip t post udp dport 54 snat to 203.0.113.240-203.0.113.247 persistent
ip netns exec wan tcpdump -tnl -i wan-veth0 udp &
ip netns exec lan tcpreplay -t -i lan-veth0 - < pool.pcap
sleep 0.2
ip netns exec router conntrack -L
