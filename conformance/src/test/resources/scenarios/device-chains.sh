# Chains at devices drop, copy, send elsewhere and change what comes in and goes out, before and behind everything else.
. network.inc.sh
ip netns exec router sysctl -qw net.ipv6.conf.all.disable_ipv6=1
ip netns exec wan sysctl -qw net.ipv6.conf.all.disable_ipv6=1
ip netns exec lan sysctl -qw net.ipv6.conf.all.disable_ipv6=1
. dmz.inc.sh
ip -n wan route add default via 203.0.113.254
ip netns exec router nft -f - <<END
table netdev t {
  set bad {
    type ipv4_addr
    flags interval
    elements = { 10.0.0.0/8, 192.0.2.128-192.0.2.200 }
  }
  chain in {
    type filter hook ingress device "gw-veth0" priority -500;
    ip saddr @bad counter drop
    udp dport 1000 counter fwd to "gw-veth2"
    udp dport 1001 counter dup to "gw-veth2"
    udp dport 1002 meta mark set 0x00000009 counter
    udp dport 1003 ip daddr set 198.51.100.1 counter
    udp dport 1004 fwd ip to 198.51.100.1 device "gw-veth2"
    arp operation request counter
    icmp type echo-request ip ttl set 2 counter
    meta length > 1000 limit rate over 1/second burst 5 packets drop
    tcp flags & (fin | psh | urg) == fin | psh | urg counter drop
  }
  chain eg {
    type filter hook egress device "gw-veth1" priority filter;
    udp dport 1002 meta mark 0x00000009 counter
    ip ttl 1 counter
    ip saddr 203.0.113.254 counter
    udp dport 1005 counter drop
    udp dport 1006 udp dport set 1007 counter dup to "gw-veth2"
    udp dport 1009 ether daddr set 02:00:00:00:00:77
  }
}
table inet m {
  chain in {
    type filter hook ingress device "gw-veth1" priority filter + 5;
    counter
    udp sport 1002 counter drop
    icmp type echo-reply counter
  }
  chain post {
    type nat hook postrouting priority srcnat;
    oifname "gw-veth1" masquerade
  }
}
END
ip netns exec wan nc -luk 1002 &
for p in 1000 1001 1002 1003 1004 1005 1006; do echo $p | ip netns exec lan nc -nu -w 1 -p 4000 203.0.113.1 $p; done
ip -n lan address add 192.0.2.150/24 dev lan-veth0
ip netns exec lan ping -c 1 -W 1 -I 192.0.2.150 203.0.113.1
ip netns exec lan ping -c 1 -W 1 203.0.113.1
ip netns exec lan ping -c 1 -W 1 192.0.2.254
ip netns exec lan ping -c 3 -i 0.2 -W 1 -s 1200 203.0.113.1
ip netns exec router nft list ruleset
ip netns exec router conntrack -L
ip link del dmz-veth0
ip -n router link del gw-veth0
ip netns exec router nft list ruleset
