# The last port of a pool is held by a connection in TIME_WAIT: a SYN of another host takes it, and
# the old entry goes.
. network.inc.sh
. dmz.inc.sh
ip netns exec router nft add table ip t
ip netns exec router nft add chain ip t post { type nat hook postrouting priority srcnat\; }
ip netns exec router nft add rule ip t post oifname gw-veth1 ip protocol tcp snat to 203.0.113.254:4000
ip netns exec wan nc -lnv -k 80 &
ip netns exec lan nc -zvn -p 40001 203.0.113.1 80
sleep 0.2
ip netns exec router conntrack -L
ip netns exec dmz nc -zvn -w 2 -p 40002 203.0.113.1 80
sleep 0.2
ip netns exec router conntrack -L
