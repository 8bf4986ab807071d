# What a chain in prerouting sees depends on its priority: before -200 nothing is tracked, before
# -100 nothing translated.
. crafted.inc.sh
ip netns exec router nft add table ip t
ip netns exec router nft add chain ip t nat { type nat hook prerouting priority dstnat\; }
ip netns exec router nft add rule ip t nat udp dport 1053 dnat to 192.0.2.7:53
ip netns exec router nft add chain ip t a { type filter hook prerouting priority raw\; }
ip netns exec router nft add chain ip t b { type filter hook prerouting priority mangle\; }
ip netns exec router nft add chain ip t c { type filter hook prerouting priority -99\; }
ip netns exec router nft add rule ip t a udp dport 1054 counter notrack
ip netns exec router nft add rule ip t a ct state new counter
ip netns exec router nft add rule ip t a ct state invalid counter
ip netns exec router nft add rule ip t a ct state untracked counter
ip netns exec router nft add rule ip t b ct state new counter
ip netns exec router nft add rule ip t b ct state untracked counter
ip netns exec router nft add rule ip t b udp dport 1053 counter
ip netns exec router nft add rule ip t c udp dport 53 ip daddr 192.0.2.7 counter
ip netns exec router nft add rule ip t c ct status dnat counter
ip netns exec wan tcpreplay -t -i wan-veth0 - < hook-priorities.pcap
sleep 0.2
ip netns exec router nft list ruleset
ip netns exec router conntrack -L
