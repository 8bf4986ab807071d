# ARP through a bridge: chains of the family bridge see it between ports; chains of the family arp see what is for the bridge itself.
. bridge.inc.sh
ip -n switch address add 192.0.2.254/24 dev br0
ip netns exec switch nft add table bridge t
ip netns exec switch nft add chain bridge t f { type filter hook forward priority filter\; }
ip netns exec switch nft add rule bridge t f arp operation request arp saddr ip 192.0.2.1 arp daddr ip 192.0.2.2 counter
ip netns exec switch nft add rule bridge t f arp operation reply arp saddr ether 02:00:00:00:00:02 counter
ip netns exec switch nft add rule bridge t f ether type arp arp daddr ip 192.0.2.3 drop
ip netns exec switch nft add table arp a
ip netns exec switch nft add chain arp a in { type filter hook input priority filter\; }
ip netns exec switch nft add chain arp a out { type filter hook output priority filter\; }
ip netns exec switch nft add rule arp a in iifname br0 arp operation request arp daddr ip 192.0.2.254 counter
ip netns exec switch nft add rule arp a in iifname p1 counter
ip netns exec switch nft add rule arp a out oifname br0 arp operation reply counter
ip netns exec h1 ping -c 1 192.0.2.2
ip netns exec h1 ping -c 1 -W 1 192.0.2.3
sleep 3
ip netns exec h1 ping -c 1 192.0.2.254
ip netns exec switch nft list ruleset
