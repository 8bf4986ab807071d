# An ICMP error is translated outside and inside: who is masqueraded sees its own packet quoted.
. network.inc.sh
ip netns exec router nft add table ip nat
ip netns exec router nft add chain ip nat POSTROUTING { type nat hook postrouting priority srcnat\; }
ip netns exec router nft add rule ip nat POSTROUTING oifname gw-veth1 masquerade
ip netns exec lan tcpdump -tnvl -i lan-veth0 icmp &
ip netns exec wan tcpdump -tnvl -i wan-veth0 icmp &
echo x | ip netns exec lan nc -u -w 1 -p 40001 203.0.113.1 1053
