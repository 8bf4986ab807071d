# A flow keeps the translation it began with: another rule is for the next flow only.
. network.inc.sh
ip netns exec router nft add table ip nat
ip netns exec router nft add chain ip nat PREROUTING { type nat hook prerouting priority dstnat\; }
ip netns exec router nft add rule ip nat PREROUTING udp dport 80 dnat to 192.0.2.1:8001
ip -n wan route add default via 203.0.113.254
ip netns exec lan tcpdump -tnl -i lan-veth0 udp &
echo one | ip netns exec wan nc -u -w 1 -p 40001 203.0.113.254 80
ip netns exec router nft flush chain ip nat PREROUTING
ip netns exec router nft add rule ip nat PREROUTING udp dport 80 dnat to 192.0.2.1:8002
echo two | ip netns exec wan nc -u -w 1 -p 40001 203.0.113.254 80
echo three | ip netns exec wan nc -u -w 1 -p 40002 203.0.113.254 80
