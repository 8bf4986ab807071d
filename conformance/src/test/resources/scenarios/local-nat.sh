# The router's own flows: destination translated to lan in output, to itself by redirect, and to
# its own address by dnat; the source masqueraded in postrouting (after the selftest nft_nat).
. network.inc.sh
ip netns exec router nft add table ip t
ip netns exec router nft add chain ip t out { type nat hook output priority -100\; }
ip netns exec router nft add chain ip t post { type nat hook postrouting priority srcnat\; }
ip netns exec router nft add rule ip t out ip daddr 198.51.100.9 counter dnat to 203.0.113.1
ip netns exec router nft add rule ip t out ip daddr 203.0.113.1 tcp dport 404 counter redirect to :8404
ip netns exec router nft add rule ip t out ip daddr 203.0.113.1 tcp dport 405 counter dnat to 192.0.2.254:8404
ip netns exec router nft add rule ip t post oifname gw-veth1 counter masquerade
ip netns exec router nc -lnv -k 8404 &
ip -n router route add default via 203.0.113.1
ip netns exec wan tcpdump -tnl -i wan-veth0 icmp &
ip netns exec router ping -c 1 -W 1 198.51.100.9
ip netns exec router nc -zvn -w 1 -p 40001 203.0.113.1 404
ip netns exec router nc -zvn -w 1 -p 40002 203.0.113.1 405
sleep 0.2
ip netns exec router conntrack -L
ip netns exec router nft list ruleset
