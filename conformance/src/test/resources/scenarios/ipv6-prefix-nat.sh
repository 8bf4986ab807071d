# NAT of prefixes: the bits of the prefix are changed, the others and the ports stay; both ways, for errors and fragments too.
. network6.inc.sh
ip -n wan -6 route add 2001:db8:9::/64 via 2001:db8:2::fe
ip -n lan address add fd00:1::5/64 dev lan-veth0 nodad
ip netns exec router nft add table ip6 nat
ip netns exec router nft add chain ip6 nat post { type nat hook postrouting priority srcnat\; }
ip netns exec router nft add chain ip6 nat pre { type nat hook prerouting priority dstnat\; }
ip netns exec router nft add rule ip6 nat post oifname gw-veth1 snat prefix to ip6 saddr map { fd00:1::/64 : 2001:db8:9::/64 }
ip netns exec router nft add rule ip6 nat pre iifname gw-veth1 dnat prefix to ip6 daddr map { 2001:db8:9::/64 : fd00:1::/64 }
ip netns exec wan nc -6 -l -k -n -v 8081 &
ip netns exec lan nc -6 -l -k -n -v 80 &
sleep 0.2
echo out | ip netns exec lan nc -N -p 40001 2001:db8:2::1 8081
echo again | ip netns exec lan nc -N -s fd00:1::5 -p 40001 2001:db8:2::1 8081
echo in | ip netns exec wan nc -N -p 40002 2001:db8:9::1 80
echo five | ip netns exec wan nc -N -p 40002 2001:db8:9::5 80
ip netns exec lan ping -c 1 -s 3000 2001:db8:2::1
ip netns exec wan ping -c 1 -s 3000 2001:db8:9::5
ip netns exec wan nc -v -u -w 1 -p 40003 2001:db8:9::1 9999
echo x | ip netns exec wan nc -n -v -u -w 1 -p 40004 2001:db8:9::1 9999
ip netns exec wan ping -c 1 2001:db8:9::77 -W 4
ip netns exec router conntrack -L -f ipv6
ip netns exec router nft list ruleset
