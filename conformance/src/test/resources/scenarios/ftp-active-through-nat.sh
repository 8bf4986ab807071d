# A client behind masquerade asks for a data connection: the address in PORT is translated, the connection comes through.
. network.inc.sh
ip netns exec router nft add table ip nat
ip netns exec router nft add ct helper ip nat ftp-standard { type \"ftp\" protocol tcp\; l3proto ip\; }
ip netns exec router nft add chain ip nat PREROUTING { type filter hook prerouting priority filter\; }
ip netns exec router nft add rule ip nat PREROUTING tcp dport 21 ct helper set \"ftp-standard\"
ip netns exec router nft add chain ip nat POSTROUTING { type nat hook postrouting priority srcnat\; }
ip netns exec router nft add rule ip nat POSTROUTING oifname gw-veth1 masquerade
ip netns exec wan nc -l -p 21 &
ip netns exec lan nc -l -k -p 9000 | ip netns exec lan nc -p 40000 203.0.113.1 21 &
sleep 1
echo -e 'USER anonymous\r' | ip netns exec lan nc -N 127.0.0.1 9000
echo -e 'PORT 192,0,2,1,200,10\r' | ip netns exec lan nc -N 127.0.0.1 9000
ip netns exec router conntrack -L expect
ip netns exec router conntrack -L
ip netns exec lan nc -l -p 51210 &
echo data | ip netns exec wan nc -N -p 20 203.0.113.254 51210
echo -e 'QUIT\r' | ip netns exec lan nc -N 127.0.0.1 9000
ip netns exec router conntrack -L expect
ip netns exec router conntrack -L -p tcp --dport 51210
