# A host that reaches itself by the router's outside address needs its source changed as well:
# "ct status dnat masquerade" makes it the router's inside address.
. network.inc.sh
ip netns exec router nft add table ip nat
ip netns exec router nft add chain ip nat PREROUTING { type nat hook prerouting priority dstnat\; }
ip netns exec router nft add chain ip nat POSTROUTING { type nat hook postrouting priority srcnat\; }
ip netns exec router nft add rule ip nat PREROUTING ip daddr 203.0.113.254 tcp dport 80 dnat to 192.0.2.1
ip netns exec lan sysctl -q net.ipv4.tcp_syn_linear_timeouts=0
ip netns exec lan nc -lnv 80 &
ip netns exec lan tcpdump -tnl -i lan-veth0 "tcp[tcpflags] & tcp-syn != 0" &
ip netns exec lan nc -zvn -w 2 203.0.113.254 80
ip netns exec router nft add rule ip nat POSTROUTING ct status dnat masquerade
ip netns exec lan nc -zvn -w 2 203.0.113.254 80
