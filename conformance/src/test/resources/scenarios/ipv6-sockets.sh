# A socket of IPv6 speaks IPv4 too, unless it is bound to an address of IPv6.
. network6.inc.sh
ip -n wan -6 route add fd00:1::/64 via 2001:db8:2::fe
ip -n wan address add 192.0.2.1/24 dev wan-veth0
ip netns exec wan nc -6 -n -l -k -v 8081 &
ip netns exec wan nc -6 -u -l -k 8083 &
sleep 0.2
ip netns exec wan ss -tuln
ip netns exec wan nc -l -k ::1 8082 &
echo six | ip netns exec lan nc -N -p 40001 2001:db8:2::1 8081
echo four | ip netns exec wan nc -N -p 40002 192.0.2.1 8081
echo six | ip netns exec lan nc -u -w 1 -p 40003 2001:db8:2::1 8083
echo four | ip netns exec wan nc -u -w 1 -p 40004 192.0.2.1 8083
ip netns exec wan nc -v -w 1 -p 40005 192.0.2.1 8082
ip netns exec wan ping -6 -c 1 ::1
ip netns exec wan ping -4 -c 1 ::1
ip netns exec wan ping -6 -c 1 192.0.2.1
ip netns exec wan nc -6 -v -w 1 192.0.2.1 8081
