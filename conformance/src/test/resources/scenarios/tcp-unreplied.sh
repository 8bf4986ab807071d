# A rule that redirects connections also serves a connection that begins anew with the same ports
# after an earlier one was never answered (after the selftest conntrack_tcp_unreplied).
. crafted.inc.sh
ip netns exec lan sysctl -q net.ipv4.tcp_syn_linear_timeouts=0
ip netns exec router nft add table ip t
ip netns exec router nft add chain ip t pre { type nat hook prerouting priority dstnat\; }
ip netns exec router nft add rule ip t pre ct state new counter
ip netns exec router nft add chain ip t f { type filter hook forward priority filter\; }
ip netns exec router nft add rule ip t f ct state new counter
ip netns exec router nft add rule ip t f ct state invalid counter
ip netns exec wan tcpdump -tnl -i wan-veth0 tcp &
ip netns exec lan nc -zvn -w 2 -p 40001 203.0.113.7 80
ip netns exec router conntrack -L
ip netns exec router nft insert rule ip t pre ip daddr 203.0.113.7 tcp dport 80 counter redirect to :8080
ip netns exec router nc -lnv 8080 &
ip netns exec lan nc -zvn -w 2 -p 40001 203.0.113.7 80
ip netns exec lan nc -zvn -w 2 -p 40002 203.0.113.7 80
sleep 0.2
ip netns exec router conntrack -L
ip netns exec router nft list ruleset
