# After one side's FIN the other may still send. wan has nothing to say and closes its half at once
# (nc -N); lan sends on what somebody gives to its port 81 later.
. network.inc.sh
ip -n wan route add default via 203.0.113.254
ip netns exec wan nc -lnv -N 80 &
ip netns exec lan tcpdump -tnl -i lan-veth0 "tcp[tcpflags] & (tcp-syn|tcp-fin|tcp-push) != 0" &
ip netns exec lan nc -ln 81 | ip netns exec lan nc 203.0.113.1 80 &
sleep 0.5
ip netns exec lan ss -tn
ip netns exec wan ss -tn
echo late | ip netns exec lan nc -N 127.0.0.1 81
sleep 0.5
