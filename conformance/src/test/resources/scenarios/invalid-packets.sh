# Packets that no TCP would send (SYN and FIN, no flag at all), or that fall out of the window, are
# ct state invalid: outbound they leak with the private source; inbound they are the router's own,
# which resets them.
. crafted.inc.sh
ip netns exec router nft add table ip t
ip netns exec router nft add chain ip t post { type nat hook postrouting priority srcnat\; }
ip netns exec router nft add rule ip t post oifname gw-veth1 masquerade
ip netns exec router nft add chain ip t f { type filter hook forward priority filter\; }
ip netns exec router nft add rule ip t f ct state invalid counter
tcpdump -tnvr - < invalid-outbound.pcap
tcpdump -tnvr - < invalid-inbound.pcap
ip netns exec wan tcpdump -tnl -i wan-veth0 tcp &
ip netns exec lan tcpreplay -t -i lan-veth0 - < invalid-outbound.pcap
ip netns exec wan tcpreplay -t -i wan-veth0 - < invalid-inbound.pcap
sleep 0.2
ip netns exec router conntrack -L
ip netns exec router nft list ruleset
