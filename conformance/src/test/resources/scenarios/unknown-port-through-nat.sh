# A port that no rule forwards is the router's own; one that is forwarded to where nothing listens
# is answered by a reset that comes back under the router's address.
. network.inc.sh
ip -n wan route add default via 203.0.113.254
ip netns exec router nft add table ip nat
ip netns exec router nft add chain ip nat PREROUTING { type nat hook prerouting priority dstnat\; }
ip netns exec router nft add rule ip nat PREROUTING ip daddr 203.0.113.254 tcp dport 80 dnat to 192.0.2.1
ip netns exec lan tcpdump -tnl -i lan-veth0 tcp &
ip netns exec wan tcpdump -tnl -i wan-veth0 tcp &
ip netns exec wan nc -zvn -p 40001 203.0.113.254 22
ip netns exec wan nc -zvn -p 40002 203.0.113.254 80
sleep 0.2
ip netns exec router conntrack -L
