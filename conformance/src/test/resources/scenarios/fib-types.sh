# What fib says of local, unicast, blackholed, unreachable, prohibited, broadcast and multicast destinations, in every hook.
. network.inc.sh
. dmz.inc.sh
ip -n wan route add default via 203.0.113.254
ip -n router route add blackhole 10.1.0.0/16
ip -n router route add unreachable 10.2.0.0/16
ip -n router route add prohibit 10.3.0.0/16
ip netns exec router nft -f - <<END
table ip t {
  chain pre {
    type filter hook prerouting priority 0;
    fib daddr type vmap { local : jump a, unicast : jump b, blackhole : jump c, unreachable : jump d, prohibit : jump e, broadcast : jump g, multicast : jump h}
    fib saddr . iif oif missing counter
    fib saddr oif gw-veth0 counter
    fib daddr . iif type local counter
    fib daddr oifname gw-veth2 counter
  }
  chain a {
    counter
  }
  chain b {
    counter
  }
  chain c {
    counter
  }
  chain d {
    counter
  }
  chain e {
    counter
  }
  chain g {
    counter
  }
  chain h {
    counter
  }
  chain f {
    type filter hook forward priority 0;
    fib saddr . oif type unicast counter
    fib daddr . oif type unicast counter
    rt ip nexthop 203.0.113.1 counter
    rt classid 0 counter
  }
  chain o {
    type filter hook output priority 0;
    fib daddr type unicast counter
    oif lo counter
  }
}
END
ip netns exec lan ping -c 1 -W 1 10.1.0.1
ip netns exec lan ping -c 1 -W 1 10.2.0.1
ip netns exec lan ping -c 1 -W 1 10.3.0.1
ip netns exec lan ping -c 1 -W 1 198.51.100.1
ip netns exec lan ping -c 1 -W 1 203.0.113.254
ip netns exec lan ping -b -c 1 -W 1 192.0.2.255
ip netns exec lan ping -c 1 -W 1 224.0.0.1
ip netns exec router ping -c 1 -W 1 10.1.0.1
ip netns exec router ping -c 1 -W 1 10.2.0.1
ip netns exec router ping -c 1 -W 1 10.3.0.1
ip netns exec router ping -c 1 -W 1 192.0.2.1
ip netns exec router nft list ruleset
