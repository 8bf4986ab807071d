# What STUN finds before each kind of source NAT: the mapping is the same for all destinations, with the port, until "random" draws it from the
# destination too; only who was sent to may answer, from the port that was sent to; what is sent to the own mapping does not come back.
# random ports: 1024-65535
. network.inc.sh
ip -n wan address add 203.0.113.2/24 dev wan-veth0
ip -n wan route add 192.0.2.0/24 via 203.0.113.254
ip -n router address add 203.0.113.250/24 dev gw-veth1
ip -n router address add 203.0.113.251/24 dev gw-veth1
ip netns exec wan stund -h 203.0.113.1 -a 203.0.113.2 &
sleep 0.2
ip netns exec lan stun 203.0.113.1 -p 20000
ip netns exec router nft add table ip t
ip netns exec router nft add chain ip t in { type filter hook input priority filter\; policy drop\; }
ip netns exec router nft add chain ip t f { type filter hook forward priority filter\; }
ip netns exec router nft add rule ip t f iifname gw-veth1 ct state new drop
ip netns exec lan stun 203.0.113.1 -p 20010
ip netns exec router nft flush chain ip t f
ip netns exec router nft add rule ip t f iifname gw-veth1 drop
ip netns exec lan stun 203.0.113.1 -p 20020
ip netns exec router nft flush chain ip t f
ip netns exec router nft add chain ip t post { type nat hook postrouting priority srcnat\; }
ip netns exec router nft add rule ip t post oifname gw-veth1 snat to 203.0.113.254
ip netns exec lan stun 203.0.113.1 -p 20030
ip netns exec router nft flush chain ip t post
ip netns exec router nft add rule ip t post oifname gw-veth1 masquerade
ip netns exec lan stun 203.0.113.1 -p 20040
ip netns exec router nft flush chain ip t post
ip netns exec router nft add rule ip t post oifname gw-veth1 masquerade random
ip netns exec lan stun 203.0.113.1 -p 20050
ip netns exec router nft flush chain ip t post
ip netns exec router nft add rule ip t post oifname gw-veth1 masquerade fully-random
ip netns exec lan stun 203.0.113.1 -p 20060
ip netns exec router nft flush chain ip t post
ip netns exec router nft add rule ip t post oifname gw-veth1 snat to 203.0.113.250-203.0.113.251 persistent
ip netns exec lan stun 203.0.113.1 -p 20070
ip netns exec router nft flush chain ip t post
ip netns exec router nft add rule ip t post oifname gw-veth1 snat to 203.0.113.250-203.0.113.251
ip netns exec lan stun 203.0.113.1 -p 20080
ip netns exec router nft flush chain ip t post
ip netns exec router nft add rule ip t post oifname gw-veth1 masquerade
ip netns exec router nft add rule ip t post ct status dnat masquerade
ip netns exec router nft add chain ip t pre { type nat hook prerouting priority dstnat\; }
ip netns exec router nft add rule ip t pre ip daddr 203.0.113.254 udp dport 20090-20099 dnat to 192.0.2.1
ip netns exec lan stun 203.0.113.1 -p 20090
ip netns exec router conntrack -F
