# Who closed a connection first keeps its port for a minute: nobody may bind it anew, not even a
# listener with SO_REUSEADDR, as the first had not said it.
. network.inc.sh
ip netns exec router nc -lnv -k 80 &
ip netns exec lan nc -zvn -p 40001 192.0.2.254 80
ip netns exec lan nc -zvn -p 40001 192.0.2.254 80
sleep 0.2
ip netns exec lan ss -tan
ip netns exec lan nc -lnv 40001 &
