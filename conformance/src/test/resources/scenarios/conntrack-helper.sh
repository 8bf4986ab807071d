# A rule gives connections to a port the helper ftp, at the client and at the server, of both versions; a connection to FTP's own port gets
# none by itself (after the selftest nft_conntrack_helper).
. network.inc.sh
ip -n lan address add 2001:db8:1::1/64 dev lan-veth0 nodad
ip -n router address add 2001:db8:1::fe/64 dev gw-veth0 nodad
ip netns exec lan nft add table ip raw4
ip netns exec lan nft add ct helper ip raw4 ftp { type '"ftp"' protocol tcp\; }
ip netns exec lan nft add chain ip raw4 out { type filter hook output priority filter\; }
ip netns exec lan nft add rule ip raw4 out tcp dport 2121 ct helper set '"ftp"'
ip netns exec lan nft add table ip6 raw6
ip netns exec lan nft add ct helper ip6 raw6 ftp { type '"ftp"' protocol tcp\; }
ip netns exec lan nft add chain ip6 raw6 out { type filter hook output priority filter\; }
ip netns exec lan nft add rule ip6 raw6 out tcp dport 2121 ct helper set '"ftp"'
ip netns exec router nft add table inet raw
ip netns exec router nft add ct helper inet raw ftp { type '"ftp"' protocol tcp\; }
ip netns exec router nft add chain inet raw pre { type filter hook prerouting priority filter\; }
ip netns exec router nft add rule inet raw pre tcp dport 2121 ct helper set '"ftp"'
ip netns exec router nc -lnv 2121 &
ip netns exec lan nc -zn 192.0.2.254 2121
ip netns exec lan conntrack -L -p tcp
ip netns exec router conntrack -L -p tcp
ip netns exec router nc -6lnv 2121 &
ip netns exec lan nc -zn 2001:db8:1::fe 2121
ip netns exec lan conntrack -L -f ipv6 -p tcp
ip netns exec router conntrack -L -f ipv6 -p tcp
ip netns exec router nc -lnv 21 &
ip netns exec lan nc -zn 192.0.2.254 21
ip netns exec lan conntrack -L -p tcp --dport 21
ip netns exec router nft list ruleset
