# Two hosts behind one address with the same source port: towards different destinations both keep
# it; towards the same one the second gets another, of its class.
# random ports: 1024-65535
. network.inc.sh
. dmz.inc.sh
ip -n wan address add 203.0.113.2/24 dev wan-veth0
ip netns exec router nft add table ip nat
ip netns exec router nft add chain ip nat POSTROUTING { type nat hook postrouting priority srcnat\; }
ip netns exec router nft add rule ip nat POSTROUTING oifname gw-veth1 masquerade
ip netns exec wan nc -lnv -k 80 &
ip netns exec wan tcpdump -tnl -i wan-veth0 "tcp[tcpflags] = tcp-syn" &
ip netns exec lan nc -zvn -p 40001 203.0.113.1 80
ip netns exec lan nc -zvn -p 40002 203.0.113.1 80
ip netns exec dmz nc -zvn -p 40001 203.0.113.2 80
ip netns exec dmz nc -zvn -p 40002 203.0.113.1 80
sleep 0.2
ip netns exec router conntrack -L
