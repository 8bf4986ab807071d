# A flow that was translated still has to pass the forward chain: its drop policy loses it.
. network.inc.sh
ip -n wan route add default via 203.0.113.254
ip netns exec router nft add table ip nat
ip netns exec router nft add chain ip nat PREROUTING { type nat hook prerouting priority dstnat\; }
ip netns exec router nft add rule ip nat PREROUTING udp dport 80 counter dnat to 192.0.2.1
ip netns exec router nft add table ip filter
ip netns exec router nft add chain ip filter FORWARD { type filter hook forward priority filter\; policy drop\; }
ip netns exec lan nc -u -l -p 80 &
ip netns exec lan tcpdump -tnl -i lan-veth0 udp &
echo x | ip netns exec wan nc -u -w 1 203.0.113.254 80
sleep 0.2
ip netns exec router conntrack -L
ip netns exec router nft list table ip filter
