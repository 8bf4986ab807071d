# socket asks for whom a packet is: a listener to any address is a wildcard, a connection is not; where there is none, the rule breaks.
. network.inc.sh
ip netns exec router nft add table ip t
ip netns exec router nft add chain ip t pre { type filter hook prerouting priority filter\; }
ip netns exec router nft add chain ip t in { type filter hook input priority filter\; }
ip netns exec router nft add chain ip t out { type filter hook output priority filter\; }
ip netns exec router nft add rule ip t pre tcp flags syn socket wildcard 1 counter
ip netns exec router nft add rule ip t pre tcp flags syn socket wildcard 0 counter
ip netns exec router nft add rule ip t pre tcp flags syn socket transparent 0 counter
ip netns exec router nft add rule ip t pre tcp flags syn socket transparent 1 counter
ip netns exec router nft add rule ip t pre tcp flags syn socket mark 0 counter
ip netns exec router nft add rule ip t in tcp flags fin socket wildcard 0 counter
ip netns exec router nft add rule ip t in ip protocol udp socket wildcard 1 counter
ip netns exec router nft add rule ip t in ip protocol udp socket wildcard 0 counter
ip netns exec router nft add rule ip t in ip protocol icmp socket mark 0 counter
ip netns exec router nft add rule ip t out tcp flags == syn socket mark 0 counter
ip netns exec router nft add rule ip t out tcp flags == 0x12 socket mark 0 counter
ip netns exec router nft add rule ip t out tcp flags rst socket mark 0 counter
ip netns exec router nft add rule ip t out icmp type echo-reply socket mark 0 counter
ip netns exec router nft add rule ip t pre tcp dport 80 tproxy to :8080 counter
ip netns exec router nc -lnv -k 80 &
ip netns exec router nc -lnv -k 8080 &
ip netns exec router nc -lnv -k 192.0.2.254 81 &
ip netns exec router nc -lnu -k 53 &
ip netns exec lan nc -zvn 192.0.2.254 80
ip netns exec lan nc -zvn 192.0.2.254 81
ip netns exec lan nc -zvn 192.0.2.254 82
echo x | ip netns exec lan nc -u -w 1 192.0.2.254 53
echo x | ip netns exec lan nc -u -w 1 192.0.2.254 54
ip netns exec lan ping -c 1 192.0.2.254
ip netns exec router nc -zvn -w 1 192.0.2.1 99
ip netns exec router nft list ruleset
