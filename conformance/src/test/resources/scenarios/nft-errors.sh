# What nft says when it, or the kernel, refuses.
nft list table ip nat
nft add chain ip nat c
nft create table ip nat
nft create table ip nat
nft add chain ip nat c { type nat hook forward priority 0\; }
nft add chain ip nat c { type nat hook prerouting priority dstnat\; }
nft add rule ip nat c tcp dport 80 jump nowhere
nft add rule ip nat nowhere accept
nft add rule ip nat c ip daddr 192.0.2.300 accept
nft add rule ip nat c tcp dport 80 dnatt to 192.0.2.1
nft add rule ip nat c udp dport 99999 accept
nft add rule ip nat c masquerade
nft delete rule ip nat c handle 99
nft delete chain ip nat nowhere
nft delete table ip6 nat
nft list chain ip nat nowhere
nft list ruleset
