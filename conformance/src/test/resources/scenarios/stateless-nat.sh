# Addresses and ports rewritten without tracking, both ways: checksums are mended, and no connection is kept.
. network.inc.sh
ip netns exec router nft -f - <<END
table ip t {
  chain raw {
    type filter hook prerouting priority raw;
    iifname "gw-veth1" ip daddr 203.0.113.254 tcp dport 8080 ip daddr set 192.0.2.1 tcp dport set 80 notrack counter
    iifname "gw-veth0" ip saddr 192.0.2.1 tcp sport 80 notrack counter
    iifname "gw-veth1" ip daddr 203.0.113.254 udp dport 53 ip daddr set 192.0.2.1 udp dport set 5353 notrack counter
  }
  chain post {
    type filter hook postrouting priority raw;
    oifname "gw-veth1" ip saddr 192.0.2.1 tcp sport 80 ip saddr set 203.0.113.254 tcp sport set 8080 counter
    oifname "gw-veth1" udp sport 5353 ip saddr set 203.0.113.254 udp sport set 53 counter
    ip dscp set cs3 ip ttl set 33
  }
  chain f {
    type filter hook forward priority filter;
    ct state untracked counter
    ct state new counter
    ct state invalid counter
    tcp option maxseg size set 1000 counter
    tcp flags syn tcp window set 3000 counter
  }
}
END
ip netns exec lan nc -lk 80 &
ip netns exec lan nc -luk 5353 &
echo hi | ip netns exec wan nc -nN -w 2 -p 4000 203.0.113.254 8080
echo hi | ip netns exec wan nc -un -w 1 -p 4001 203.0.113.254 53
echo hi | ip netns exec wan nc -unv -w 1 -p 4001 203.0.113.254 54
ip netns exec router conntrack -L
ip netns exec router nft list ruleset
