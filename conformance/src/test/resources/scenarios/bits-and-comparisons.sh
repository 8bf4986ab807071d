# Values are masked, shifted and compared as numbers of their byte order, in every way that nft writes.
. network.inc.sh
ip -n wan route add default via 203.0.113.254
ip netns exec router nft add table ip t
ip netns exec router nft add chain ip t f { type filter hook forward priority filter\; }
ip netns exec router nft add rule ip t f meta mark set 0xa5
ip netns exec router nft add rule ip t f meta mark set meta mark '<<' 4 meta mark 0xa50 counter
ip netns exec router nft add rule ip t f meta mark set meta mark '>>' 8 meta mark 0xa counter
ip netns exec router nft add rule ip t f meta mark set meta mark '|' 0x100 meta mark 0x10a counter
ip netns exec router nft add rule ip t f meta mark set meta mark xor 0xff meta mark 0x1f5 counter
ip netns exec router nft add rule ip t f meta mark set meta mark and 0xf0 meta mark 0xf0 counter
ip netns exec router nft add rule ip t f meta mark and 0x30 == 0x30 counter
ip netns exec router nft add rule ip t f meta mark and 0x30 != 0x30 counter
ip netns exec router nft add rule ip t f meta mark '<' 0x100 counter
ip netns exec router nft add rule ip t f meta mark '>' 0xff counter
ip netns exec router nft add rule ip t f meta mark 0x80-0xff counter
ip netns exec router nft add rule ip t f meta mark != 0x80-0xff counter
ip netns exec router nft add rule ip t f ip saddr and 255.255.255.0 == 192.0.2.0 counter
ip netns exec router nft add rule ip t f ip saddr 192.0.2.0/25 counter
ip netns exec router nft add rule ip t f ip saddr != 192.0.2.0/25 counter
ip netns exec router nft add rule ip t f ip saddr 192.0.2.1-192.0.2.9 counter
ip netns exec router nft add rule ip t f udp dport '>=' 69 counter
ip netns exec router nft add rule ip t f udp dport '<=' 68 counter
ip netns exec router nft add rule ip t f udp dport and 1 == 0 counter
ip netns exec router nft add rule ip t f meta length 29-30 counter
ip netns exec router nft add rule ip t f ip dscp cs0 counter
ip netns exec router nft add rule ip t f ip version 4 ip hdrlength 5 counter
ip netns exec router nft add rule ip t f ip saddr . udp dport '{' 192.0.2.1 . 68, 192.0.2.1 . 70-79 '}' counter
ip netns exec router nft add rule ip t f ip saddr . udp dport != '{' 192.0.2.1 . 68 '}' counter
ip netns exec router nft add rule ip t f udp dport vmap '{' 68 : accept, 69 : continue '}'
ip netns exec router nft add rule ip t f meta mark set udp dport map '{' 68 : 1, 69 : 2 '}' counter
echo x | ip netns exec lan nc -u -w 1 -p 1000 203.0.113.1 68
echo x | ip netns exec lan nc -u -w 1 -p 1000 203.0.113.1 69
ip netns exec router nft list ruleset
