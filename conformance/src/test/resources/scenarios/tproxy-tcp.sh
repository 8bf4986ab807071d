# A transparent proxy answers in the server's name: tproxy gives connections that go elsewhere to a socket of the router's own that may have any address, and the routing tables keep the packets there (after the selftest nft_tproxy_tcp).
. network.inc.sh
ip -n wan route add default via 203.0.113.254
ip -n router rule add fwmark 1 lookup 100
ip -n router route add local default dev lo table 100
ip netns exec router nft add table ip t
ip netns exec router nft add chain ip t pre { type filter hook prerouting priority mangle\; }
ip netns exec router nft add rule ip t pre ip protocol tcp socket transparent 1 socket wildcard 0 meta mark set 1 counter accept
ip netns exec router nft add rule ip t pre iifname "gw-veth0" tcp dport 80 tproxy to 127.0.0.1:8080 meta mark set 1 counter accept
ip netns exec router nft add rule ip t pre iifname "gw-veth0" tcp dport 81 tproxy to :8081 meta mark set 1 counter accept
ip netns exec router nft add rule ip t pre iifname "gw-veth0" tcp dport 82 tproxy to :8082 counter accept
ip netns exec router nft add rule ip t pre iifname "gw-veth0" tcp dport 83 tproxy to :8083 meta mark set 1 counter accept
# The first echoes what it is sent; the second asks the server itself, in the client's name; at the third no socket is transparent; the fourth's packets are not kept here.
ip netns exec router socat TCP4-LISTEN:8080,ip-transparent,reuseaddr,fork PIPE &
ip netns exec router socat TCP4-LISTEN:8081,bind=192.0.2.254,ip-transparent,reuseaddr TCP4:203.0.113.1:81,bind=192.0.2.1:4000,ip-transparent &
ip netns exec router socat TCP4-LISTEN:8082,ip-transparent,reuseaddr PIPE &
ip netns exec router socat TCP4-LISTEN:8083,reuseaddr PIPE &
echo "from the server" | ip netns exec wan nc -lnv 81 &
echo "a proxy's echo" | ip netns exec lan nc -nvN 203.0.113.1 80
echo "again" | ip netns exec lan nc -nvN 198.51.100.1 80
echo "to the server" | ip netns exec lan nc -nvN 203.0.113.1 81
echo x | ip netns exec lan nc -nvN -w 2 203.0.113.1 82
echo x | ip netns exec lan nc -nvN -w 2 203.0.113.1 83
ip netns exec lan nc -zvn 203.0.113.1 84
ip netns exec router nft list ruleset
ip -n router rule
ip -n router route show table 100
