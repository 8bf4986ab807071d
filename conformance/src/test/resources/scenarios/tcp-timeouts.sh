# The life of a TCP connection as it is tracked, with the time that each state has.
. crafted.inc.sh
ip netns exec router nft add table ip t
ip netns exec router nft add chain ip t f { type filter hook forward priority filter\; }
ip netns exec router nft add rule ip t f ct state invalid counter
ip netns exec lan tcpreplay -t -i lan-veth0 - < life-1-syn.pcap
sleep 0.1
ip netns exec router conntrack -L
ip netns exec wan tcpreplay -t -i wan-veth0 - < life-2-syn-ack.pcap
sleep 0.1
ip netns exec router conntrack -L
ip netns exec lan tcpreplay -t -i lan-veth0 - < life-3-ack.pcap
sleep 0.1
ip netns exec router conntrack -L
ip netns exec lan tcpreplay -t -i lan-veth0 - < life-4-data.pcap
sleep 0.1
ip netns exec router conntrack -L
ip netns exec lan tcpreplay -t -i lan-veth0 - < life-5-fin.pcap
sleep 0.1
ip netns exec router conntrack -L
ip netns exec wan tcpreplay -t -i wan-veth0 - < life-6-ack.pcap
sleep 0.1
ip netns exec router conntrack -L
ip netns exec wan tcpreplay -t -i wan-veth0 - < life-7-fin.pcap
sleep 0.1
ip netns exec router conntrack -L
ip netns exec lan tcpreplay -t -i lan-veth0 - < life-8-ack.pcap
sleep 0.1
ip netns exec router conntrack -L
ip netns exec lan tcpreplay -t -i lan-veth0 - < life-9-syn.pcap
sleep 0.1
ip netns exec router conntrack -L
ip netns exec router nft list ruleset
