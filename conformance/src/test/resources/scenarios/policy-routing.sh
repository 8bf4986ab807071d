# Rules of policy routing choose the table by source, mark, device, protocol and port; what they say is asked with ip route get.
. network.inc.sh
ip -n wan route add default via 203.0.113.254
ip netns exec lan ip rule
ip netns exec lan ip -6 rule
ip -n lan rule add fwmark 1 lookup 100
ip -n lan rule add not from 192.0.2.0/25 to 10.0.0.0/8 fwmark 0x10/0xff iif lan-veth0 oif nope tos 0x10 ipproto tcp sport 10 dport 20-30 prio 200 table 300
ip -n lan rule add prio 5 to 10.9.9.9 blackhole
ip -n lan rule add prio 6 to 10.8.8.8 goto 5000
ip -n lan rule add prio 7 nop
ip -n lan rule add prio 8 lookup main suppress_prefixlength 0
ip -n lan rule add prio 9 from 10.0.0.1 prohibit
ip -n lan rule add to 10.1.1.1 unreachable prio 10
ip -n lan rule add fwmark 1 lookup 100
ip -n lan rule add fwmark 1 lookup 100 prio 32765
ip -n lan rule add to 10.1.1.2 prohibit prio 11
ip -n lan rule add goto 3 prio 20
ip -n lan rule
ip -n lan rule list table 300
ip -n lan rule show prio 9
ip -n lan rule del prio 77
ip -n lan rule add
ip -n lan rule add prio 1 foo
ip -n lan route get 10.9.9.9
ip -n lan route get 10.8.8.8
ip -n lan route get 10.1.1.1
ip -n lan route get 10.1.1.2
ip -n lan route get 192.0.2.254
ip -n lan route get 192.0.2.1
ip -n lan route get 192.0.2.255
ip -n lan route get 127.0.0.1
ip -n lan route add default via 192.0.2.254 table 100
ip -n lan route show table 100
ip -n lan route get 8.8.8.8
ip -n lan route get 8.8.8.8 mark 1
ip -n lan route get 192.0.2.77 from 192.0.2.1
ip -n lan rule del fwmark 1
ip -n lan rule del fwmark 1
ip -n lan route del default
ip -n lan route get 8.8.8.8 mark 1
ip -n lan rule add ipproto tcp dport 54321 lookup 100
ip -n lan route get 203.0.113.1
ip -n lan route get 203.0.113.1 ipproto tcp dport 54321
ip netns exec wan nc -lnv -k 54321 &
ip netns exec wan nc -lnv -k 54322 &
echo by-the-rule | ip netns exec lan nc -nN 203.0.113.1 54321
echo no-way | ip netns exec lan nc -nN 203.0.113.1 54322
ip -n lan rule flush
ip -n lan rule
ip -n router route get 203.0.113.1 from 192.0.2.1 iif gw-veth0
ip -n router route get 192.0.2.1 from 192.0.2.77 iif gw-veth0
ip -n router route get 192.0.2.254 from 192.0.2.1 iif gw-veth0
ip -n router route get 10.1.1.1 from 192.0.2.1 iif gw-veth0
ip -n router route get fibmatch 192.0.2.1
ip netns exec wan ip rule del prio 32767
ip netns exec wan ip rule
ip -n wan rule del prio 0
ip -n wan route get 203.0.113.1
ip -n wan rule add lookup local prio 0
ip -n wan route get 203.0.113.1
ip -n lan -6 rule add from 2001:db8:1::/64 iif lan-veth0 lookup 9
ip -n lan -6 rule add to 2001:db8:2::/64 fwmark 3 prohibit
ip -n lan -6 rule
ip -n lan addr add 2001:db8::1/64 dev lan-veth0 nodad
sleep 1
ip -n lan route get 2001:db8::7
ip -n lan route get 2001:db8::1
ip -n lan route get 2001:db8:2::1
ip -n lan route get 2001:db8:2::1 mark 3
ip -n lan route add default via 2001:db8::2 metric 5
ip -n lan route get 2001:db8:2::1 from 2001:db8::1
ip -n lan route get 2001:db8:2::1 mark 3
ip -n router rule add iif gw-veth0 ipproto udp lookup 200
ip -n router route add prohibit default table 200
ip -n router route get 203.0.113.1 from 192.0.2.1 iif gw-veth0
ip -n router route get 203.0.113.1 from 192.0.2.1 iif gw-veth0 ipproto udp
ip -n router route get 203.0.113.1 from 192.0.2.1 iif gw-veth0 ipproto tcp
