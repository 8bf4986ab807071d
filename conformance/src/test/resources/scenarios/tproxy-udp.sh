# A transparent proxy for UDP: datagrams to elsewhere come to its socket, and it answers by another that has the address they were sent to (after the selftest nft_tproxy_udp).
. network.inc.sh
ip -n wan route add default via 203.0.113.254
ip -n router rule add fwmark 1 lookup 100
ip -n router route add local 203.0.113.1 dev lo table 100
ip netns exec router nft add table inet t
ip netns exec router nft add chain inet t pre { type filter hook prerouting priority mangle\; }
ip netns exec router nft add rule inet t pre ip daddr 203.0.113.1 udp dport 53 tproxy ip to :5353 meta mark set 1 counter accept
ip netns exec router nft add rule inet t pre udp dport 54 tproxy to :5454 counter accept
ip netns exec router nft add rule inet t pre udp dport 55 tproxy to :5555 counter accept
ip netns exec router socat -u UDP4-LISTEN:5353,ip-transparent UDP4:192.0.2.1:2000,bind=203.0.113.1:53,reuseaddr,ip-transparent &
ip netns exec router socat UDP4-LISTEN:5454,ip-transparent,reuseaddr PIPE &
echo "asked" | ip netns exec lan nc -nu -p 2000 -w 1 203.0.113.1 53
echo "not kept here" | ip netns exec lan nc -nu -p 2001 -w 1 203.0.113.1 54
echo "no proxy" | ip netns exec lan nc -nu -p 2002 -w 1 203.0.113.1 55
echo "no rule" | ip netns exec lan nc -nu -p 2003 -w 1 203.0.113.1 56
ip netns exec router nft list ruleset
