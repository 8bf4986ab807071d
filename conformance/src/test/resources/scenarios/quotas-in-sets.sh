# A set gives each element that a packet makes a quota, which a rule may make another; a listing shows the set's alone. A set that is full takes no more.
. network.inc.sh
ip -n lan address add 192.0.2.2/24 dev lan-veth0
ip -n wan route add default via 203.0.113.254
ip netns exec router nft -f - <<END
table ip t {
  set spent {
    type ipv4_addr . ipv4_addr
    size 1
    flags dynamic
    quota over 200 bytes
  }
  set seen {
    type ipv4_addr . inet_proto
    size 8
    flags dynamic
    counter
  }
  chain watch {
    add @seen { ip saddr . ip protocol } counter
    return
  }
  chain f {
    type filter hook forward priority filter;
    ip saddr . ip daddr vmap { 192.0.2.1 . 203.0.113.1 : jump watch, 192.0.2.2 . 203.0.113.1 : goto watch }
    icmp type echo-request update @spent { ip saddr . ip daddr quota over 300 bytes } counter drop
  }
}
END
ip netns exec lan ping -c 4 -i 0.2 -W 1 -I 192.0.2.1 203.0.113.1
ip netns exec lan ping -c 4 -i 0.2 -W 1 -I 192.0.2.2 203.0.113.1
ip netns exec router nft list ruleset
