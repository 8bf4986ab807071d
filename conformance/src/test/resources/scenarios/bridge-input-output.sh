# The host's own address on a bridge: what is for it meets input, what it sends output and postrouting; frames between ports meet neither.
. bridge.inc.sh
ip -n switch address add 192.0.2.254/24 dev br0
ip netns exec switch nft add table bridge t
ip netns exec switch nft add chain bridge t pre { type filter hook prerouting priority filter\; }
ip netns exec switch nft add chain bridge t in { type filter hook input priority filter\; }
ip netns exec switch nft add chain bridge t f { type filter hook forward priority filter\; }
ip netns exec switch nft add chain bridge t out { type filter hook output priority filter\; }
ip netns exec switch nft add chain bridge t post { type filter hook postrouting priority filter\; }
ip netns exec switch nft add rule bridge t pre iifname p1 ip protocol icmp meta pkttype host counter
ip netns exec switch nft add rule bridge t in iifname p1 icmp type echo-request counter
ip netns exec switch nft add rule bridge t in iifname br0 counter
ip netns exec switch nft add rule bridge t in ether type arp meta pkttype broadcast counter
ip netns exec switch nft add rule bridge t f ip protocol icmp counter
ip netns exec switch nft add rule bridge t out oifname p1 icmp type echo-reply counter
ip netns exec switch nft add rule bridge t out iifname p1 counter
ip netns exec switch nft add rule bridge t out meta skuid 0 icmp type echo-request counter
ip netns exec switch nft add rule bridge t post ip protocol icmp counter
ip netns exec switch nft add table ip t
ip netns exec switch nft add chain ip t pre { type filter hook prerouting priority filter\; }
ip netns exec switch nft add rule ip t pre iifname br0 ip protocol icmp counter
ip netns exec switch nft add rule ip t pre iifname p1 counter
ip netns exec switch tcpdump -l -tn -e -i br0 icmp &
ip netns exec h1 ping -c 1 192.0.2.254
ip netns exec h1 ping -c 1 192.0.2.2
ip netns exec switch ping -c 1 192.0.2.3
ip netns exec switch nft list ruleset
ip netns exec switch nft add rule bridge t in icmp type echo-request drop
ip netns exec h1 ping -c 1 -W 1 192.0.2.254
ip netns exec switch nft add rule bridge t out icmp type echo-request drop
ip netns exec switch ping -c 1 -W 1 192.0.2.3
ip -n switch -s link show br0
