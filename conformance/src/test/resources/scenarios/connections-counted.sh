# A set whose elements count connections has them tracked by itself, and forgets an element's when they have ended.
. network.inc.sh
ip -n wan route add default via 203.0.113.254
ip netns exec router nft -f - <<END
table ip t {
  set hosts {
    type ipv4_addr
    size 10
    flags dynamic
  }
  chain f {
    type filter hook forward priority filter;
    udp dport 53 add @hosts { ip saddr ct count over 2 } counter drop
    udp dport 53 counter
  }
}
END
ip netns exec wan nc -luk 53 > /dev/null &
for port in 4001 4002 4003; do echo x | ip netns exec lan nc -un -w 1 -p $port 203.0.113.1 53; done
ip netns exec router nft list ruleset
ip netns exec router conntrack -L -p udp
ip netns exec router conntrack -D -p udp --orig-port-src 4001
echo x | ip netns exec lan nc -un -w 1 -p 4004 203.0.113.1 53
ip netns exec router nft list ruleset
