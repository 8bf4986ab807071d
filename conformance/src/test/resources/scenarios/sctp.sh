# An SCTP association as it is tracked and translated, with the state that each chunk leads to; a packet with another tag, or with a bad
# checksum, is ct state invalid.
. crafted.inc.sh
ip netns exec router nft add table ip t
ip netns exec router nft add chain ip t post { type nat hook postrouting priority srcnat\; }
ip netns exec router nft add rule ip t post oifname gw-veth1 masquerade
ip netns exec router nft add chain ip t pre { type filter hook prerouting priority mangle\; }
ip netns exec router nft add rule ip t pre meta l4proto sctp ct state invalid counter
ip netns exec router nft add rule ip t pre meta l4proto sctp ct state new counter
ip netns exec router nft add rule ip t pre meta l4proto sctp ct state established counter
ip netns exec lan tcpreplay -q -t -i lan-veth0 - < sctp-1-init.pcap
sleep 0.1
ip netns exec router conntrack -L
ip netns exec wan tcpreplay -q -t -i wan-veth0 - < sctp-2-init-ack.pcap
sleep 0.1
ip netns exec router conntrack -L
ip netns exec lan tcpreplay -q -t -i lan-veth0 - < sctp-3-cookie.pcap
sleep 0.1
ip netns exec router conntrack -L
ip netns exec wan tcpreplay -q -t -i wan-veth0 - < sctp-4-cookie-ack.pcap
sleep 0.1
ip netns exec router conntrack -L
ip netns exec lan tcpreplay -q -t -i lan-veth0 - < sctp-5-data.pcap
sleep 0.1
ip netns exec router conntrack -L
ip netns exec wan tcpreplay -q -t -i wan-veth0 - < sctp-6-shutdown.pcap
sleep 0.1
ip netns exec router conntrack -L
ip netns exec lan tcpreplay -q -t -i lan-veth0 - < sctp-7-shutdown-ack.pcap
sleep 0.1
ip netns exec router conntrack -L
ip netns exec wan tcpreplay -q -t -i wan-veth0 - < sctp-8-shutdown-complete.pcap
sleep 0.1
ip netns exec router conntrack -L
ip netns exec router nft list table ip t
