# Who sends from a service's port to a client's port through a masquerading router takes the tuple
# of the client's own flow to that service; "ct notrack" or a rule on the source port prevents it
# (after the selftest nft_nat, test_port_shadow).
# random ports: 1024-65535
. network.inc.sh
ip netns exec router nft add table ip t
ip netns exec router nft add chain ip t post { type nat hook postrouting priority srcnat\; }
ip netns exec router nft add rule ip t post oifname gw-veth1 masquerade
ip netns exec router nc -lnu -k 1405 &
echo shadow | ip netns exec lan nc -u -w 1 -p 1405 203.0.113.1 41404
ip netns exec router conntrack -L
echo client | ip netns exec wan nc -u -w 1 -p 41404 203.0.113.254 1405
sleep 0.2
ip netns exec router conntrack -L
ip netns exec router nft add chain ip t raw { type filter hook prerouting priority raw\; }
ip netns exec router nft add rule ip t raw iifname gw-veth0 udp sport 1405 counter notrack
sleep 0.2
ip netns exec router nft list ruleset
