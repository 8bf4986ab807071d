# What reject sends: a port unreachable unless it says otherwise, or a reset.
. network.inc.sh
ip -n wan route add default via 203.0.113.254
ip netns exec router nft add table ip filter
ip netns exec router nft add chain ip filter forward { type filter hook forward priority filter\; }
ip netns exec router nft add rule ip filter forward tcp dport 1 reject
ip netns exec router nft add rule ip filter forward tcp dport 2 reject with tcp reset
ip netns exec router nft add rule ip filter forward tcp dport 3 reject with icmp type host-prohibited
ip netns exec router nft add rule ip filter forward tcp dport 4 reject with icmp type admin-prohibited
ip netns exec router nft add rule ip filter forward udp dport 5 reject with icmp type net-unreachable
ip netns exec router nft list ruleset
ip netns exec wan tcpdump -tnl -i wan-veth0 ip &
ip netns exec wan nc -zvn -w 1 -p 40001 192.0.2.1 1
ip netns exec wan nc -zvn -w 1 -p 40002 192.0.2.1 2
ip netns exec wan nc -zvn -w 1 -p 40003 192.0.2.1 3
ip netns exec wan nc -zvn -w 1 -p 40004 192.0.2.1 4
echo x | ip netns exec wan nc -u -w 1 -p 40005 192.0.2.1 5
