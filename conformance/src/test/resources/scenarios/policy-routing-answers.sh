# Rules of policy routing hold for what a host answers by itself too: echo replies, resets, what fib finds; and for where packets may come from.
. network.inc.sh
ip -n wan route add default via 203.0.113.254
ip netns exec wan ping -c 1 -W 1 192.0.2.1
ip -n lan rule add pref 5 ipproto icmp prohibit
ip netns exec wan ping -c 1 -W 1 192.0.2.1
ip -n lan rule del pref 5
ip netns exec router nft add table ip t
ip netns exec router nft add chain ip t f { type filter hook forward priority 0\; }
ip netns exec router nft add rule ip t f tcp dport 80 counter reject with tcp reset
ip netns exec router nft add chain ip t pre { type filter hook prerouting priority 0\; }
ip netns exec router nft add rule ip t pre fib saddr oifname gw-veth1 counter
ip netns exec wan nc -zvn -w 2 192.0.2.1 80
ip -n router rule add pref 6 from 192.0.2.1 to 203.0.113.1 ipproto tcp prohibit
ip netns exec wan nc -zvn -w 2 192.0.2.1 80
ip netns exec router nft list ruleset
ip -n router rule add pref 100 from 10.1.1.1 lookup 100
ip -n router rule add pref 100 not from 10.1.1.1 lookup 100
ip -n router rule add pref 100 lookup 100
ip -n router rule add pref 200 goto 300
ip -n router rule add pref 200 goto 400
ip -n router rule add tos 2 lookup 100
ip -n router -6 rule add tos 3 lookup 100
ip -n router rule add tos 0xe0 lookup 100
ip -n router rule add pref 50 tos 0x10 lookup 77
ip -n router route add blackhole default table 77
ip -n router route get 203.0.113.1 tos 0x10
ip -n router route get 203.0.113.1 tos 0x08
ip -n router rule
ip netns exec router sysctl -w net.ipv4.conf.gw-veth0.rp_filter=1
ip -n router route get 203.0.113.1 iif gw-veth0
ip -n router route get 203.0.113.1 from 127.0.0.1 iif gw-veth0
ip -n router route get 203.0.113.1 from 203.0.113.7 iif gw-veth0
ip -n router route get 203.0.113.1 from 192.0.2.254 iif gw-veth0
ip -n router route get 203.0.113.1 from 192.0.2.7 iif gw-veth0
ip -n router route get 203.0.113.1 mark 0x80000000
