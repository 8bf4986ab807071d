# What a packet carries beside its octets: the length, the protocols, the devices, whose it is, and the time; and what rules may set of it.
. network.inc.sh
ip -n wan route add default via 203.0.113.254
ip -n router link set gw-veth0 group 7
ip netns exec router nft add table ip t
ip netns exec router nft add chain ip t pre { type filter hook prerouting priority raw\; }
ip netns exec router nft add chain ip t in { type filter hook input priority filter\; }
ip netns exec router nft add chain ip t f { type filter hook forward priority filter\; }
ip netns exec router nft add chain ip t out { type filter hook output priority filter\; }
ip netns exec router nft add chain ip t post { type filter hook postrouting priority filter\; }
ip netns exec router nft add rule ip t pre meta length 84 meta protocol ip meta nfproto ipv4 meta l4proto icmp counter
ip netns exec router nft add rule ip t pre meta oif 0 counter
ip netns exec router nft add rule ip t pre meta oifname '""' counter
ip netns exec router nft add rule ip t pre meta oiftype ether counter
ip netns exec router nft add rule ip t pre meta oifgroup default counter
ip netns exec router nft add rule ip t pre meta iifkind veth counter
ip netns exec router nft add rule ip t pre meta iifgroup 7 counter
ip netns exec router nft add rule ip t pre meta rtclassid 0 counter
ip netns exec router nft add rule ip t pre meta skuid 0 counter
ip netns exec router nft add rule ip t pre meta cgroup 0 counter
ip netns exec router nft add rule ip t pre meta pkttype host counter
ip netns exec router nft add rule ip t pre meta pkttype set broadcast meta pkttype broadcast counter meta pkttype set host
ip netns exec router nft add rule ip t pre meta mark set 0x11 meta mark 0x11 counter
ip netns exec router nft add rule ip t pre meta priority set 1:2 meta priority 1:2 counter
ip netns exec router nft add rule ip t pre meta secpath missing counter
ip netns exec router nft add rule ip t pre meta random '<=' 1.0 counter
ip netns exec router nft add rule ip t pre meta hour 00:00-23:59 counter
ip netns exec router nft add rule ip t pre meta time '>' '"2020-01-01"' counter
ip netns exec router nft add rule ip t pre meta day { 0-6 } counter
ip netns exec router nft add rule ip t in meta sdif 0 counter
ip netns exec router nft add rule ip t in meta sdifname '""' counter
ip netns exec router nft add rule ip t in meta iiftype ether counter
ip netns exec router nft add rule ip t f meta iiftype ether counter
ip netns exec router nft add rule ip t f meta mark 0x11 counter
ip netns exec router nft add rule ip t f meta priority 1:2 counter
ip netns exec router nft add rule ip t f meta rtclassid 0 counter
ip netns exec router nft add rule ip t f rt classid 0 counter
ip netns exec router nft add rule ip t f rt nexthop 203.0.113.1 counter
ip netns exec router nft add rule ip t f rt ipsec missing counter
ip netns exec router nft add rule ip t f rt mtu 1460 counter
ip netns exec router nft add rule ip t f meta iif gw-veth0 meta oif gw-veth1 counter
ip netns exec router nft add rule ip t out meta iiftype ether counter
ip netns exec router nft add rule ip t out meta iifkind veth counter
ip netns exec router nft add rule ip t out meta oifkind veth counter
ip netns exec router nft add rule ip t out icmp type echo-request meta skuid 0 meta skgid 0 counter
ip netns exec router nft add rule ip t out icmp type echo-reply meta skuid 0 counter
ip netns exec router nft add rule ip t out tcp flags rst meta skuid 0 counter
ip netns exec router nft add rule ip t out tcp flags syn meta skuid 0 counter
ip netns exec router nft add rule ip t out meta cgroup 0 counter
ip netns exec router nft add rule ip t out rt nexthop 192.0.2.1 counter
ip netns exec router nft add rule ip t post meta iiftype ether meta iifname '""' counter
ip netns exec router nft add rule ip t post meta iifname gw-veth0 counter
ip netns exec router nft add rule ip t post meta iifgroup 7 counter
ip netns exec router nft add rule ip t post meta mark 0x11 counter
ip netns exec lan ping -c 1 192.0.2.254
ip netns exec lan ping -c 2 -i 0.2 203.0.113.1
ip netns exec router ping -c 1 192.0.2.1
ip netns exec lan nc -zvn 192.0.2.254 80
ip netns exec router nc -zvn 192.0.2.1 80
ip netns exec router nft list ruleset
