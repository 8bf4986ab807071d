# Rules write fields of headers, and mend the checksums over them: hosts take what arrives. Of raw octets nobody knows the checksum.
. network.inc.sh
ip -n wan route add default via 203.0.113.254
ip netns exec router nft add table ip t
ip netns exec router nft add chain ip t f { type filter hook forward priority filter\; }
ip netns exec router nft add chain ip t post { type filter hook postrouting priority filter\; }
ip netns exec router nft add rule ip t f udp dport 2068 ip ttl set 9 ip dscp set af11 counter
ip netns exec router nft add rule ip t f udp dport 2069 udp dport set 5000 udp checksum set 0 counter
ip netns exec router nft add rule ip t f udp dport 2070 ip saddr set 192.0.2.77 counter
ip netns exec router nft add rule ip t f udp dport 2071 @th,64,8 set 0x41 counter
ip netns exec router nft add rule ip t f udp dport 2072 @ih,0,16 0x4142 counter
ip netns exec router nft add rule ip t f udp dport 2072 @ih,0,16 set 0x5152 counter
ip netns exec router nft add rule ip t f udp dport 2073 @ih,0,128 0x4142434445464748494a4b4c4d4e4f50 counter
ip netns exec router nft add rule ip t f udp dport 2074 @ih,64,32 set 0x11223344 counter
ip netns exec router nft add rule ip t f icmp type echo-request icmp id set 4711 counter
ip netns exec router nft add rule ip t f icmp type echo-reply icmp sequence 1 counter
ip netns exec router nft add rule ip t f tcp flags syn tcp window set 5000 counter
ip netns exec router nft add rule ip t f icmp type echo-request ether saddr 00:00:00:00:00:00 counter
ip netns exec router nft add rule ip t f icmp type echo-request ether type ip counter
ip netns exec router nft add rule ip t post udp dport 5000 ip daddr set 203.0.113.1 counter
ip netns exec wan tcpdump -tnl -i wan-veth0 udp &
ip netns exec wan nc -lnu -k 5000 &
ip netns exec wan nc -lnu -k 2068 &
ip netns exec wan nc -lnu -k 2070 &
ip netns exec wan nc -lnu -k 2071 &
ip netns exec wan nc -lnu -k 2072 &
ip netns exec wan nc -lnu -k 2073 &
ip netns exec wan nc -lnu -k 2074 &
echo x | ip netns exec lan nc -u -w 1 -p 1000 203.0.113.1 2068
echo x | ip netns exec lan nc -u -w 1 -p 1000 203.0.113.1 2069
echo x | ip netns exec lan nc -u -w 1 -p 1000 203.0.113.1 2070
echo x | ip netns exec lan nc -u -w 1 -p 1000 203.0.113.1 2071
echo ABCDEFGHIJKLMNOP | ip netns exec lan nc -u -w 1 -p 1000 203.0.113.1 2072
echo ABCDEFGHIJKLMNOP | ip netns exec lan nc -u -w 1 -p 1000 203.0.113.1 2073
echo ABCDEFGHIJKLMNOP | ip netns exec lan nc -u -w 1 -p 1000 203.0.113.1 2074
echo x | ip netns exec lan nc -u -w 1 -p 1000 203.0.113.1 2074
ip netns exec lan ping -c 1 203.0.113.1
ip netns exec wan nc -lnv -k 80 &
ip netns exec lan nc -zvn 203.0.113.1 80
ip netns exec router nft list ruleset
