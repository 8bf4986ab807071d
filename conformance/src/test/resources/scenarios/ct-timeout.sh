# A ct timeout object gives new connections times of their own.
. network.inc.sh
ip -n wan route add default via 203.0.113.254
ip netns exec router nft add table ip t
ip netns exec router nft add ct timeout ip t quick { protocol udp\; l3proto ip\; policy = { unreplied : 600, replied : 900 }\; }
ip netns exec router nft add chain ip t f { type filter hook forward priority 0\; }
ip netns exec router nft add rule ip t f udp dport 5000 ct timeout set \"quick\"
ip netns exec wan nc -u -l -p 5000 &
ip netns exec wan nc -u -l -p 5001 &
echo one | ip netns exec lan nc -u -w 1 -p 40001 203.0.113.1 5000
echo one | ip netns exec lan nc -u -w 1 -p 40002 203.0.113.1 5001
ip netns exec router conntrack -L -p udp --dport 5000
ip netns exec router conntrack -L -p udp --dport 5001
