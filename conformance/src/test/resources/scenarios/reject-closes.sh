# A rule that resets an established connection closes its entry.
. network.inc.sh
ip -n wan route add default via 203.0.113.254
ip netns exec router nft -f - <<END
table inet t {
  chain f {
    type filter hook forward priority filter;
    tcp dport 3005 ct state established counter reject with tcp reset
  }
}
END
ip netns exec wan nc -lk 3005 &
ip netns exec wan tcpdump -tnl -i wan-veth0 tcp &
echo hi | ip netns exec lan nc -nN -w 2 -p 5003 203.0.113.1 3005
sleep 5
ip netns exec router conntrack -L
ip netns exec router nft list ruleset
