# A transparent proxy for IPv6, of TCP and UDP; the address of the device stands for one that the rule does not name.
. network6.inc.sh
ip -n router -6 rule add fwmark 1 lookup 100
ip -n router -6 route add local default dev lo table 100
ip netns exec router nft add table ip6 t
ip netns exec router nft add chain ip6 t pre { type filter hook prerouting priority mangle\; }
ip netns exec router nft add rule ip6 t pre meta l4proto tcp socket transparent 1 socket wildcard 0 meta mark set 1 counter accept
ip netns exec router nft add rule ip6 t pre iifname "gw-veth0" tcp dport 80 tproxy to [fd00:1::fe]:8080 meta mark set 1 counter accept
ip netns exec router nft add rule ip6 t pre iifname "gw-veth0" tcp dport 81 tproxy to :8080 meta mark set 1 counter accept
ip netns exec router nft add rule ip6 t pre iifname "gw-veth0" tcp dport 82 tproxy to [::1]:8080 meta mark set 1 counter accept
ip netns exec router nft add rule ip6 t pre iifname "gw-veth0" udp dport 53 tproxy to :5353 meta mark set 1 counter accept
ip netns exec router socat TCP6-LISTEN:8080,bind=[fd00:1::fe],ip-transparent,reuseaddr,fork PIPE &
ip netns exec router socat -u UDP6-LISTEN:5353,ip-transparent,reuseaddr,fork UDP6:[fd00:1::1]:2000,bind=[2001:db8:2::1]:53,reuseaddr,ip-transparent &
echo "named" | ip netns exec lan nc -nvN 2001:db8:2::1 80
echo "the device's" | ip netns exec lan nc -nvN 2001:db8:2::1 81
ip netns exec lan nc -zvn -w 2 2001:db8:2::1 82
echo "asked" | ip netns exec lan nc -nu -p 2000 -w 1 2001:db8:2::1 53
ip netns exec router nft list ruleset
