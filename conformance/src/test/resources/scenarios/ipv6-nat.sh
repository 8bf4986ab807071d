# NAT of IPv6: masquerade, dnat and redirect, of fragments and of errors too.
. network6.inc.sh
ip netns exec router nft add table ip6 nat
ip netns exec router nft add chain ip6 nat post { type nat hook postrouting priority srcnat\; }
ip netns exec router nft add chain ip6 nat pre { type nat hook prerouting priority dstnat\; }
ip netns exec router nft add rule ip6 nat post oifname gw-veth1 masquerade
ip netns exec router nft add rule ip6 nat pre iifname gw-veth1 tcp dport 8080 dnat to [fd00:1::1]:80
ip netns exec router nft add rule ip6 nat pre iifname gw-veth0 tcp dport 2222 redirect to :22
ip netns exec lan ping -c 1 2001:db8:2::1
ip netns exec lan ping -c 1 -s 3000 2001:db8:2::1
ip netns exec wan nc -6 -l -k 8081 &
ip netns exec lan nc -6 -l -k 80 &
ip netns exec router nc -6 -n -l -k -v 22 &
sleep 0.2
echo out | ip netns exec lan nc -N -p 40001 2001:db8:2::1 8081
echo in | ip netns exec wan nc -N -p 40002 2001:db8:2::fe 8080
echo here | ip netns exec lan nc -N -p 40003 2001:db8:2::1 2222
echo x | ip netns exec lan nc -n -v -u -w 1 -p 40004 2001:db8:2::1 9999
ip netns exec router conntrack -L -f ipv6
