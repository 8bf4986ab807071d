# Chains of the family netdev see frames at ports before the bridge does, and behind it; they copy and send them on.
. bridge.inc.sh
ip -n switch address add 192.0.2.254/24 dev br0
ip netns exec switch nft add table netdev t
ip netns exec switch nft add chain netdev t in1 { type filter hook ingress device p1 priority 0\; }
ip netns exec switch nft add chain netdev t in2 { type filter hook ingress device p2 priority 0\; }
ip netns exec switch nft add chain netdev t inbr { type filter hook ingress device br0 priority 0\; }
ip netns exec switch nft add chain netdev t out2 { type filter hook egress device p2 priority 0\; }
ip netns exec switch nft add chain netdev t outbr { type filter hook egress device br0 priority 0\; }
ip netns exec switch nft add rule netdev t in1 meta nfproto netdev meta protocol ip icmp type echo-request counter
ip netns exec switch nft add rule netdev t in1 ip daddr 192.0.2.9 counter drop
ip netns exec switch nft add rule netdev t in2 ip daddr 192.0.2.1 ether saddr 02:00:00:00:00:02 counter dup to p3
ip netns exec switch nft add rule netdev t inbr icmp type echo-request counter
ip netns exec switch nft add rule netdev t out2 oifname p2 icmp type echo-request counter
ip netns exec switch nft add rule netdev t out2 meta length 98 counter
ip netns exec switch nft add rule netdev t outbr icmp type echo-reply counter
ip netns exec switch nft add table inet i
ip netns exec switch nft add chain inet i in { type filter hook ingress device p1 priority 0\; }
ip netns exec switch nft add rule inet i in meta nfproto ipv4 icmp type echo-request counter
ip netns exec h3 tcpdump -l -tn -e -i eth3 -c 1 icmp &
ip netns exec h1 ping -c 1 192.0.2.2
ip netns exec h1 ping -c 1 192.0.2.254
ip -n h1 neigh add 192.0.2.9 lladdr 02:00:00:00:00:02 nud permanent dev eth1
ip netns exec h1 ping -c 1 -W 1 192.0.2.9
ip netns exec switch nft add rule netdev t in1 icmp type echo-request ip daddr 192.0.2.2 counter fwd to p3
ip netns exec h1 ping -c 1 -W 1 192.0.2.2
ip netns exec switch nft add rule netdev t in1 udp dport 7 counter reject
echo hello | ip netns exec h1 nc -u -n -w 1 192.0.2.2 7
ip netns exec switch nft list ruleset
