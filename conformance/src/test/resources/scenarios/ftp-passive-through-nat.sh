# A server behind destination NAT offers a data connection: the address in the answer to PASV is translated.
. network.inc.sh
ip netns exec router nft add table ip nat
ip netns exec router nft add ct helper ip nat ftp-standard { type \"ftp\" protocol tcp\; l3proto ip\; }
ip netns exec router nft add chain ip nat f { type filter hook prerouting priority filter\; }
ip netns exec router nft add rule ip nat f tcp dport 21 ct helper set \"ftp-standard\"
ip netns exec router nft add chain ip nat PREROUTING { type nat hook prerouting priority dstnat\; }
ip netns exec router nft add rule ip nat PREROUTING iifname gw-veth1 tcp dport 21 dnat to 192.0.2.1
ip netns exec lan nc -l -k -p 9000 | ip netns exec lan nc -l -p 21 &
sleep 1
ip netns exec wan nc -p 40000 203.0.113.254 21 &
sleep 1
echo -e '220 ready\r' | ip netns exec lan nc -N 127.0.0.1 9000
sleep 1
echo -e '227 Entering Passive Mode (192,0,2,1,200,10).\r' | ip netns exec lan nc -N 127.0.0.1 9000
sleep 0.2
ip netns exec router conntrack -L expect
ip netns exec lan nc -l -p 51210 &
echo data | ip netns exec wan nc -N -p 40010 203.0.113.254 51210
ip netns exec router conntrack -L -p tcp --dport 51210
ip netns exec router conntrack -L -p tcp --dport 21
