# Chains of the family arp drop, count and change what a host asks and answers.
. network.inc.sh
. dmz.inc.sh
ip netns exec router nft -f - <<END
table arp t {
  chain i {
    type filter hook input priority filter;
    arp operation request arp saddr ip 192.0.2.1 counter
    arp operation reply counter
    arp daddr ip 198.51.100.254 counter drop
    arp htype 1 arp ptype ip arp hlen 6 arp plen 4 counter
    iifname "gw-veth1" arp saddr ether != 00:00:00:00:00:00 counter
  }
  chain o {
    type filter hook output priority filter;
    arp operation vmap { request : jump rq, reply : jump rp }
  }
  chain rq {
    counter
    oifname "gw-veth1" arp daddr ip 203.0.113.9 counter drop
  }
  chain rp {
    counter
    arp saddr ether set 02:00:00:00:00:aa counter
  }
}
END
ip netns exec lan ping -c 1 -W 1 192.0.2.254
ip -n lan neigh show dev lan-veth0
ip netns exec dmz ping -c 1 -W 5 198.51.100.254
ip netns exec router ping -c 1 -W 5 203.0.113.9
ip netns exec router ping -c 1 -W 1 203.0.113.1
ip netns exec router nft list ruleset
