# Packets of one flow in a zone each, by a map from a counter: each makes a connection of its own; and connections that somebody inserts, alike but for their zones (after the selftest nft_zones_many).
ip netns add host
ip -n host link set lo up
ip netns exec host nft add table inet raw
ip netns exec host nft add map inet raw zones { typeof numgen inc mod 8 : ct zone\; }
ip netns exec host nft add element inet raw zones { 0 : 10, 1 : 11, 2 : 12, 3 : 13, 4 : 14, 5 : 15 }
ip netns exec host nft add chain inet raw out { type filter hook output priority -64000\; }
ip netns exec host nft add rule inet raw out udp dport 12345 ct zone set numgen inc mod 8 map @zones
echo 1 | ip netns exec host nc -nu -w 1 -p 2000 127.0.0.1 12345
echo 2 | ip netns exec host nc -nu -w 1 -p 2000 127.0.0.1 12345
echo 3 | ip netns exec host nc -nu -w 1 -p 2000 127.0.0.1 12345
echo 4 | ip netns exec host nc -nu -w 1 -p 2000 127.0.0.1 12345
echo 5 | ip netns exec host nc -nu -w 1 -p 2000 127.0.0.1 12345
echo 6 | ip netns exec host nc -nu -w 1 -p 2000 127.0.0.1 12345
echo 7 | ip netns exec host nc -nu -w 1 -p 2000 127.0.0.1 12345
ip netns exec host conntrack -C
ip netns exec host conntrack -L --orig-zone 13
ip netns exec host conntrack -L
ip netns exec host conntrack -F
ip netns exec host conntrack -I -s 192.0.2.1 -d 192.0.2.2 -p tcp --timeout 3600 --state ESTABLISHED --sport 12345 --dport 1000 --zone 1
ip netns exec host conntrack -I -s 192.0.2.1 -d 192.0.2.2 -p tcp --timeout 3600 --state ESTABLISHED --sport 12345 --dport 1000 --zone 2
ip netns exec host conntrack -I -s 192.0.2.1 -d 192.0.2.2 -p tcp --timeout 3600 --state ESTABLISHED --sport 12345 --dport 1000 --zone 3
ip netns exec host conntrack -I -s 192.0.2.1 -d 192.0.2.2 -p tcp --timeout 3600 --state ESTABLISHED --sport 12345 --dport 1000 --zone 2
ip netns exec host conntrack -C
ip netns exec host conntrack -D --zone 2
ip netns exec host conntrack -L
