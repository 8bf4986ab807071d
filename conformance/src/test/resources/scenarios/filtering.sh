# What comes to a masqueraded port from elsewhere than where the flow goes to is the router's own:
# filtering depends on address and port.
. crafted.inc.sh
ip netns exec router nft add table ip t
ip netns exec router nft add chain ip t post { type nat hook postrouting priority srcnat\; }
ip netns exec router nft add rule ip t post oifname gw-veth1 masquerade
ip netns exec router nft add chain ip t in { type filter hook input priority filter\; }
ip netns exec router nft add rule ip t in udp dport 1001 counter
ip netns exec lan tcpdump -tnl -i lan-veth0 udp &
ip netns exec lan tcpreplay -t -i lan-veth0 - < filtering-out.pcap
ip netns exec wan tcpreplay -t -i wan-veth0 - < filtering-in.pcap
sleep 0.2
ip netns exec router conntrack -L
ip netns exec router nft list ruleset
