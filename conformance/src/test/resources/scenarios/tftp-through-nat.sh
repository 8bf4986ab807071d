# The server of TFTP answers from another port: with the helper the answer is related, and comes through masquerade.
. network.inc.sh
ip netns exec router nft add table ip nat
ip netns exec router nft add ct helper ip nat tftp-standard { type \"tftp\" protocol udp\; l3proto ip\; }
ip netns exec router nft add chain ip nat f { type filter hook forward priority filter\; }
ip netns exec router nft add rule ip nat f udp dport 69 ct helper set \"tftp-standard\"
ip netns exec router nft add rule ip nat f ct state related counter
ip netns exec router nft add chain ip nat POSTROUTING { type nat hook postrouting priority srcnat\; }
ip netns exec router nft add rule ip nat POSTROUTING oifname gw-veth1 masquerade
ip netns exec lan tcpdump -tnvl -i lan-veth0 udp and not port 69 &
ip netns exec wan nc -u -l -p 69 &
echo -n -e '\0\01file\0octet\0' | ip netns exec lan nc -u -w 1 -p 40001 203.0.113.1 69
ip netns exec router conntrack -L expect
echo data | ip netns exec wan nc -u -w 1 -p 40500 203.0.113.254 40001
ip netns exec router conntrack -L -p udp
ip netns exec router nft list chain ip nat f
