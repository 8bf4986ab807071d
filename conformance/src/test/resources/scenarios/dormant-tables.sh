# Tables sleep and wake while connections pass; a nat chain in a table asleep translates nothing.
. network.inc.sh
ip netns exec router nft -f - <<END
table ip n {
  flags dormant
  counter c { }
  chain post {
    type nat hook postrouting priority srcnat;
    oifname "gw-veth1" counter name "c" masquerade
  }
}
table ip f {
  chain f {
    type filter hook forward priority filter; policy drop;
    ip protocol icmp counter accept
    tcp dport 80 counter accept
    tcp sport 80 counter accept
  }
}
END
ip -n wan route add 192.0.2.0/24 via 203.0.113.254
ip netns exec wan nc -lk 80 &
echo 1 | ip netns exec lan nc -Nn -p 4001 -w 2 203.0.113.1 80
ip netns exec router conntrack -L
ip netns exec router nft add table ip n
sleep 0.2
echo 2 | ip netns exec lan nc -Nn -p 4002 -w 2 203.0.113.1 80
ip netns exec router nft "add table ip n { flags dormant; }; add table ip f { flags dormant; }"
echo 3 | ip netns exec lan nc -Nn -p 4003 -w 2 203.0.113.1 81
ip netns exec router nft list tables
ip netns exec router nft "add chain ip n pre { type nat hook prerouting priority dstnat; }"
ip netns exec router nft "add rule ip n pre tcp dport 8080 redirect"
ip netns exec router nft "add table ip n; add table ip f"
echo 4 | ip netns exec lan nc -Nn -p 4004 -w 2 203.0.113.1 8080
ip netns exec router nft list ruleset
ip netns exec router conntrack -L
ip netns exec router nft "delete chain ip n pre"
ip netns exec router nft "flush chain ip n pre; delete chain ip n pre; delete table ip n"
ip netns exec router nft list ruleset
