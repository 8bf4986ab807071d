# What rules log to a group is told to whoever listens to it, several packets at once if the rule says so, cut off where it says; the
# prefix, the hook and the devices go with it. A group has one listener.
. network.inc.sh
ip -n wan route add default via 203.0.113.254
ip netns exec router nft add table inet t
ip netns exec router nft add chain inet t pre { type filter hook prerouting priority raw\; }
ip netns exec router nft add rule inet t pre icmp type echo-request log prefix '"asks: "' group 5
ip netns exec router nft add rule inet t pre udp dport 9 log group 6 snaplen 24 queue-threshold 2
ip netns exec router nft add chain inet t forward { type filter hook forward priority filter\; }
ip netns exec router nft add rule inet t forward meta l4proto icmp log group 7 queue-threshold 1 counter
ip netns exec router nft add chain inet t out { type filter hook output priority filter\; }
ip netns exec router nft add rule inet t out ip protocol icmp log group 8
ip netns exec router nft add table netdev d
ip netns exec router nft add chain netdev d in { type filter hook ingress device gw-veth0 priority 0\; }
ip netns exec router nft add rule netdev d in icmp type echo-request log group 9 snaplen 4
ip netns exec router nft list ruleset
ip netns exec router tcpdump -tnl -i nflog:5 &
ip netns exec router tcpdump -tnl -i nflog:6 &
ip netns exec router tcpdump -tnel -i nflog:7 &
ip netns exec router tcpdump -tnl -i nflog:8 &
ip netns exec router tcpdump -tnl -i nflog:9 &
ip netns exec router tcpdump -tnl -i nflog:5
ip netns exec lan ping -c 2 203.0.113.1
ip netns exec lan ping -c 1 192.0.2.254
echo one | ip netns exec lan nc -un -w 1 203.0.113.1 9
echo two | ip netns exec lan nc -un -w 1 203.0.113.1 9
sleep 1.5
ip netns exec router tcpdump -i nflog:65536
ip netns exec router tcpdump -i nflog:x
ip netns exec router tcpdump -i nflog:4 icmp
