# conntrack(8) makes, shows, picks, changes and forgets connections, and says what is wrong with its arguments.
ip netns add r
ip netns exec r conntrack -I -p tcp -s 192.0.2.1 -d 203.0.113.1 --sport 1000 --dport 80 --state ESTABLISHED -t 1000 -u ASSURED,SEEN_REPLY -m 5 -g 198.51.100.9
ip netns exec r conntrack -I -p udp -s 192.0.2.1 -d 203.0.113.1 --sport 1000 --dport 53 -t 1000 -n 198.51.100.1:77
ip netns exec r conntrack -I -p icmp -s 192.0.2.1 -d 203.0.113.1 --icmp-type 8 --icmp-code 0 --icmp-id 77 -t 1000
ip netns exec r conntrack -I -p sctp -s 192.0.2.1 -d 203.0.113.1 --orig-port-src 1 --orig-port-dst 2 --state ESTABLISHED --orig-vtag 1 --reply-vtag 2 -t 1000
ip netns exec r conntrack -I -p gre -s 192.0.2.1 -d 203.0.113.1 --srckey 1 --dstkey 2 -t 1000
ip netns exec r conntrack -I -p 50 -s 192.0.2.1 -d 203.0.113.1 -t 1000
ip netns exec r conntrack -I -p udp -s 2001:db8::1 -d 2001:db8::2 --sport 1 --dport 2 -t 1000 -w 3
ip netns exec r conntrack -I -p tcp -s 192.0.2.2 -d 203.0.113.1 --sport 1003 --dport 80 --state SYN_SENT -t 1000 --orig-zone 4
ip netns exec r conntrack -L -p tcp --dport 80 -g
ip netns exec r conntrack -L -p udp -n 198.51.100.1
ip netns exec r conntrack -L -p icmp -o extended
ip netns exec r conntrack -L -p sctp
ip netns exec r conntrack -L -p gre
ip netns exec r conntrack -L -p 50
ip netns exec r conntrack -L -f ipv6
ip netns exec r conntrack -L -w 3
ip netns exec r conntrack -L --orig-zone 4
ip netns exec r conntrack -L -m 4/4
ip netns exec r conntrack -L -u ASSURED
ip netns exec r conntrack -L -s 192.0.2.2/31
ip netns exec r conntrack -L -p tcp --state SYN_SENT
ip netns exec r conntrack -L -p sctp -o save
ip netns exec r conntrack -L -p udp -f ipv4 -o save
ip netns exec r conntrack -L -p tcp -m 5 -o save
ip netns exec r conntrack -L -f ipv6 -o save
ip netns exec r conntrack -L -p icmp -o save
ip netns exec r conntrack -G -p tcp -s 192.0.2.1 -d 203.0.113.1 --sport 1001 --dport 80
ip netns exec r conntrack -G -p tcp -s 192.0.2.1
ip netns exec r conntrack -I -p tcp -s 192.0.2.1 -d 203.0.113.1 --sport 1000 --dport 80 --state ESTABLISHED -t 1000
ip netns exec r conntrack -I -p tcp -s 192.0.2.1 -d 203.0.113.1 -t 10 --state NONE
ip netns exec r conntrack -U -p tcp -s 192.0.2.1 --sport 1000 -m 9
ip netns exec r conntrack -L -m 9
ip netns exec r conntrack -C
ip netns exec r conntrack -D -p icmp
ip netns exec r conntrack -D -p icmp
ip netns exec r conntrack -C
ip netns exec r conntrack -F
ip netns exec r conntrack -C
ip netns exec r conntrack -L expect
ip netns exec r conntrack -C expect
ip netns exec r conntrack -L dying
ip netns exec r conntrack -F expect
ip netns exec r conntrack -V
ip netns exec r conntrack -L -p foo
ip netns exec r conntrack -L -x
ip netns exec r conntrack -I -p tcp
ip netns exec r conntrack -L -m
ip netns exec r conntrack -L bogus
ip netns exec r conntrack -L -D
ip netns exec r conntrack -L --state ESTABLISHED
ip netns exec r conntrack -F -s 192.0.2.1
