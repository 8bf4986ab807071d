# When an address goes, the flows masqueraded behind it go as well; others stay.
. network.inc.sh
. dmz.inc.sh
ip netns exec router nft add table ip nat
ip netns exec router nft add chain ip nat POSTROUTING { type nat hook postrouting priority srcnat\; }
ip netns exec router nft add rule ip nat POSTROUTING oifname gw-veth1 masquerade
ip netns exec router nft add rule ip nat POSTROUTING oifname gw-veth2 masquerade
ip netns exec wan nc -lnu 53 &
ip netns exec dmz nc -lnu 53 &
echo one | ip netns exec lan nc -u -w 1 -p 40001 203.0.113.1 53
echo two | ip netns exec lan nc -u -w 1 -p 40002 198.51.100.1 53
sleep 0.2
ip netns exec router conntrack -L
ip -n router address del 203.0.113.254/24 dev gw-veth1
sleep 0.5
sleep 0.2
ip netns exec router conntrack -L
