# A connection that is forgotten while it lives is picked up by its next packet, under the translation that the rules give.
. network.inc.sh
ip netns exec router nft -f - <<END
table ip t {
  chain post {
    type nat hook postrouting priority srcnat;
    oifname "gw-veth1" counter masquerade
  }
  chain f {
    type filter hook forward priority filter;
      ct state new counter
  }
}
END
ip netns exec wan nc -lk 80 > /dev/null &
{ echo a; sleep 4; echo b; sleep 2; echo c; sleep 3; echo d; } | ip netns exec lan nc -N -w 14 -p 4000 203.0.113.1 80 &
sleep 2
ip netns exec router conntrack -D -p tcp --orig-port-src 4000
ip netns exec router conntrack -L
sleep 4
ip netns exec router conntrack -L
sleep 6
ip netns exec router conntrack -L
ip netns exec router nft list ruleset
