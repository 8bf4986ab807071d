# Options of TCP can be asked for, read, lowered and blanked; an option that is missing breaks the rule.
# The handshake still comes about, as the checksum is mended.
. network.inc.sh
ip -n wan route add default via 203.0.113.254
ip netns exec router nft add table ip t
ip netns exec router nft add chain ip t f { type filter hook forward priority filter\; }
ip netns exec router nft add rule ip t f tcp flags syn tcp option maxseg exists counter
ip netns exec router nft add rule ip t f tcp flags syn tcp option maxseg missing counter
ip netns exec router nft add rule ip t f tcp flags syn tcp option maxseg size 1460 counter
ip netns exec router nft add rule ip t f tcp flags syn tcp option maxseg size 1-1459 counter
ip netns exec router nft add rule ip t f tcp flags syn tcp option sack-perm exists counter
ip netns exec router nft add rule ip t f tcp flags syn tcp option sack exists counter
ip netns exec router nft add rule ip t f tcp flags syn tcp option timestamp tsecr 0 counter
ip netns exec router nft add rule ip t f tcp flags syn tcp option window length 3 counter
ip netns exec router nft add rule ip t f tcp flags syn tcp option 3 exists counter
ip netns exec router nft add rule ip t f tcp flags syn tcp option @2,16,16 1460 counter
ip netns exec router nft add rule ip t f tcp flags syn tcp option maxseg size set 9000 counter
ip netns exec router nft add rule ip t f tcp flags syn tcp option maxseg size 1460 counter
ip netns exec router nft add rule ip t f tcp flags syn tcp option maxseg size set 1000 counter
ip netns exec router nft add rule ip t f tcp flags syn tcp option maxseg size 1000 counter
ip netns exec router nft add rule ip t f tcp flags syn reset tcp option timestamp counter
ip netns exec router nft add rule ip t f tcp flags syn reset tcp option sack-perm counter
ip netns exec router nft add rule ip t f tcp flags syn tcp option timestamp exists counter
ip netns exec router nft add rule ip t f udp dport 80 tcp option maxseg missing counter
ip netns exec wan tcpdump -tnl -i wan-veth0 tcp[tcpflags] '&' tcp-syn != 0 &
ip netns exec wan nc -lnv -k 80 &
ip netns exec lan nc -zvn 203.0.113.1 80
ip netns exec lan ping -c 1 203.0.113.1
echo x | ip netns exec lan nc -u -w 1 203.0.113.1 80
ip netns exec router nft list ruleset
