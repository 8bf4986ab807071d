# Two SCTP peers that begin at once: each side's INIT is taken, and an INIT ACK that comes late, with a tag that nobody goes on with, does not break the association (after the selftest conntrack_sctp_collision).
. crafted.inc.sh
ip netns exec router nft add table ip t
ip netns exec router nft add chain ip t forth { type filter hook forward priority filter\; }
ip netns exec router nft add rule ip t forth meta l4proto sctp ct state invalid counter drop
ip netns exec router nft add rule ip t forth meta l4proto sctp ct state new counter
ip netns exec router nft add rule ip t forth meta l4proto sctp ct state established counter
ip netns exec lan tcpreplay -q -t -i lan-veth0 - < sctp-collision-1-lan.pcap
sleep 0.1
ip netns exec router conntrack -L
ip netns exec wan tcpreplay -q -t -i wan-veth0 - < sctp-collision-2-wan.pcap
sleep 0.1
ip netns exec router conntrack -L
ip netns exec lan tcpreplay -q -t -i lan-veth0 - < sctp-collision-3-lan.pcap
sleep 0.1
ip netns exec router conntrack -L
ip netns exec wan tcpreplay -q -t -i wan-veth0 - < sctp-collision-4-wan.pcap
sleep 0.1
ip netns exec router conntrack -L
ip netns exec lan tcpreplay -q -t -i lan-veth0 - < sctp-collision-5-lan.pcap
sleep 0.1
ip netns exec router conntrack -L
ip netns exec wan tcpreplay -q -t -i wan-veth0 - < sctp-collision-6-wan.pcap
sleep 0.1
ip netns exec router conntrack -L
ip netns exec lan tcpreplay -q -t -i lan-veth0 - < sctp-collision-7-lan.pcap
sleep 0.1
ip netns exec wan tcpreplay -q -t -i wan-veth0 - < sctp-collision-8-wan.pcap
sleep 0.1
ip netns exec router nft list ruleset
