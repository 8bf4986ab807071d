# Where nothing listens, TCP is answered by a reset at once, UDP by a port unreachable.
. network.inc.sh
ip netns exec router tcpdump -tnl -i gw-veth0 ip &
ip netns exec lan nc -zvn -p 40001 192.0.2.254 80
echo x | ip netns exec lan nc -u -w 1 -p 40002 192.0.2.254 1053
