# What comes in at a device is copied to another and counted there on egress; a copy, and what is sent on, meets no chain of IP and is not translated.
. network.inc.sh
ip -n wan route add default via 203.0.113.254
ip netns exec router nft -f - <<END
table netdev d {
  chain in {
    type filter hook ingress device gw-veth0 priority filter;
    ip protocol icmp icmp sequence 2 counter fwd to gw-veth1
    ip protocol icmp counter dup to gw-veth1
  }
  chain out {
    type filter hook egress device gw-veth1 priority filter;
    ip ttl 64 icmp type echo-request counter
    ip ttl 63 icmp type echo-request counter
  }
}
table ip t {
  chain f {
    type filter hook forward priority filter;
    icmp type echo-request counter
  }
  chain post {
    type nat hook postrouting priority srcnat;
    oifname "gw-veth1" counter masquerade
  }
}
END
ip netns exec lan ping -c 3 -i 0.2 -W 1 203.0.113.1
ip netns exec router conntrack -L -p icmp
ip netns exec router nft list ruleset
