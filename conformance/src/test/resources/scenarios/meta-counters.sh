# What meta tells of a packet in input, forward and output (after the selftest nft_meta).
. network.inc.sh
ip -n wan route add default via 203.0.113.254
ip netns exec router nft -f - < meta-counters.nft
ip netns exec lan ping -c 1 203.0.113.1
ip netns exec lan ping -c 1 192.0.2.254
echo x | ip netns exec lan nc -u -w 1 -p 40001 203.0.113.1 9
ip netns exec lan nc -zvn -w 1 -p 40002 192.0.2.254 9
ip netns exec router nft list ruleset
