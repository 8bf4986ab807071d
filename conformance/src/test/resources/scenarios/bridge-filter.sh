# Chains of the family bridge see frames between ports: by device, by link-layer address and by what they carry; they change and drop them, in the order of priorities.
. bridge.inc.sh
ip netns exec switch nft add table bridge t
ip netns exec switch nft add chain bridge t early { type filter hook prerouting priority dstnat\; }
ip netns exec switch nft add chain bridge t pre { type filter hook prerouting priority filter\; }
ip netns exec switch nft add chain bridge t f { type filter hook forward priority filter\; policy drop\; }
ip netns exec switch nft add chain bridge t post { type filter hook postrouting priority srcnat\; }
ip netns exec switch nft add set bridge t hosts { type ether_addr\; elements = { 02:00:00:00:00:01, 02:00:00:00:00:02 }\; }
ip netns exec switch nft add map bridge t marks { typeof iifname : meta mark\; elements = { p1 : 1, p2 : 2 }\; }
ip netns exec switch nft add rule bridge t early meta mark set meta iifname map @marks
ip netns exec switch nft add rule bridge t pre meta nfproto bridge meta mark 1 counter
ip netns exec switch nft add rule bridge t pre meta protocol arp meta pkttype broadcast counter
ip netns exec switch nft add rule bridge t pre meta pkttype other ether type ip counter
ip netns exec switch nft add rule bridge t pre meta length 84 meta l4proto icmp counter
ip netns exec switch nft add rule bridge t pre ether saddr @hosts ether type ip counter
ip netns exec switch nft add rule bridge t f ether type arp counter accept
ip netns exec switch nft add rule bridge t f arp operation request counter
ip netns exec switch nft add rule bridge t f iifname p1 oifname p2 ip daddr 192.0.2.2 icmp type echo-request counter accept
ip netns exec switch nft add rule bridge t f iifname p2 oifname p1 ether daddr 02:00:00:00:00:01 ip protocol icmp counter accept
ip netns exec switch nft add rule bridge t f iifname p1 oifname p3 udp dport 80 counter
ip netns exec switch nft add rule bridge t f log prefix '"dropped "' counter
ip netns exec switch nft add rule bridge t post oifname p2 ip protocol icmp ip dscp set cs1 counter
ip netns exec switch nft add rule bridge t post meta mark 2 ip protocol icmp counter
ip netns exec h2 tcpdump -l -tnv -i eth2 icmp &
ip netns exec h1 ping -c 1 192.0.2.2
ip netns exec h1 ping -c 1 -W 1 192.0.2.3
echo hello | ip netns exec h1 nc -u -n -w 1 192.0.2.3 80
ip netns exec switch nft list ruleset
ip netns exec switch nft flush chain bridge t f
ip netns exec switch nft add rule bridge t f accept
ip netns exec switch nft add rule bridge t early ether saddr 02:00:00:00:00:03 ether saddr set 02:00:00:00:00:33
ip netns exec h3 ping -c 1 -W 1 192.0.2.2
ip netns exec switch bridge fdb show dev p3
