# An unsolicited packet from outside makes an entry that holds its tuple: a flow from inside that
# would have the same gets another port.
# random ports: 1024-65535
. network.inc.sh
ip netns exec router nft add table ip t
ip netns exec router nft add chain ip t post { type nat hook postrouting priority srcnat\; }
ip netns exec router nft add rule ip t post oifname gw-veth1 masquerade
ip netns exec router nft add chain ip t in { type filter hook input priority filter\; }
ip netns exec router nft add rule ip t in udp dport 40001 counter
ip netns exec router nc -lnu 40001 &
ip netns exec wan tcpdump -tnl -i wan-veth0 udp &
echo in | ip netns exec wan nc -u -w 1 -p 1053 203.0.113.254 40001
echo out | ip netns exec lan nc -u -w 1 -p 40001 203.0.113.1 1053
sleep 0.2
ip netns exec router conntrack -L
ip netns exec router nft list ruleset
