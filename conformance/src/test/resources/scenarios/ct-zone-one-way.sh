# A zone of one direction only: answers are looked for outside of it.
. network.inc.sh
ip -n wan route add default via 203.0.113.254
ip netns exec router nft add table ip t
ip netns exec router nft add chain ip t raw { type filter hook prerouting priority raw\; }
ip netns exec router nft add chain ip t f { type filter hook forward priority 0\; }
ip netns exec router nft add rule ip t raw iifname gw-veth0 ct original zone set 5
ip netns exec router nft add rule ip t f ct state established counter
ip netns exec wan nc -u -l -p 5000 &
echo one | ip netns exec lan nc -u -w 1 -p 40001 203.0.113.1 5000
ip netns exec router conntrack -L -p udp
ip netns exec router conntrack -L -p udp --orig-zone 5 -o save
