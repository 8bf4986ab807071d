# A filter of the way back: fib tells whether there is a route to a packet's source by the interface that it came in by; in forward it asks the rules of policy routing too (after the selftests nft_fib and rpath).
. network.inc.sh
ip -n wan route add 192.0.2.0/24 via 203.0.113.254
ip -n lan addr add 198.51.100.1/32 dev lo
ip -n lan addr add 203.0.113.77/32 dev lo
ip netns exec router nft add table inet t
ip netns exec router nft add chain inet t pre { type filter hook prerouting priority raw\; }
ip netns exec router nft add rule inet t pre icmp type echo-request fib saddr . iif oif exists counter
ip netns exec router nft add rule inet t pre icmp type echo-request fib saddr . iif oif missing counter drop
ip netns exec lan ping -q -c 1 203.0.113.1
ip netns exec lan ping -q -c 1 192.0.2.254
# A source that the router has no route to, and one that lies behind another link.
ip netns exec lan ping -q -c 1 -W 1 -I 198.51.100.1 203.0.113.1
ip netns exec lan ping -q -c 1 -W 1 -I 203.0.113.77 203.0.113.1
ip netns exec router nft list chain inet t pre
ip -n router route add 198.51.100.1 via 192.0.2.1
ip netns exec lan ping -q -c 1 -W 1 -I 198.51.100.1 192.0.2.254
ip netns exec router nft list chain inet t pre
# By rules of policy routing, with no main table.
ip netns exec router nft flush ruleset
ip netns exec router nft add table ip u
ip netns exec router nft add chain ip u forth { type filter hook forward priority raw\; }
ip netns exec router nft add rule ip u forth fib saddr . iif oif gt 0 counter accept
ip netns exec router nft add rule ip u forth counter drop
ip -n router rule add from all lookup 128
ip -n router rule add from all iif gw-veth0 lookup 129
ip -n router route add 192.0.2.0/24 dev gw-veth0 table 128
ip -n router route add 203.0.113.0/24 dev gw-veth1 table 129
ip -n router -4 rule del table main
ip netns exec lan ping -q -c 1 -W 1 203.0.113.1
ip netns exec router nft list table ip u
