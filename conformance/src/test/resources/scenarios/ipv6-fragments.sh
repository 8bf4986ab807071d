# Fragments of IPv6 pass a router as they are; where connections are tracked they are put together, translated, and cut again to the
# largest that came, without a fragment header that was none. Overlapping ones are dropped; one alone is reported when its time is over.
. crafted6.inc.sh
ip netns exec router sysctl net.netfilter.nf_conntrack_frag6_timeout=2
tcpdump -tnr - < ipv6-fragments.pcap
ip netns exec lan tcpreplay -q -t -i lan-veth0 - < ipv6-fragments.pcap
ip netns exec lan tcpreplay -q -t -i lan-veth0 - < ipv6-fragments-bad.pcap
sleep 0.2
ip netns exec router nft add table ip6 t
ip netns exec router nft add chain ip6 t early { type filter hook prerouting priority -450\; }
ip netns exec router nft add rule ip6 t early exthdr frag exists counter
ip netns exec router nft add chain ip6 t raw { type filter hook prerouting priority raw\; }
ip netns exec router nft add rule ip6 t raw exthdr frag exists counter
ip netns exec router nft add rule ip6 t raw ip6 length \> 1460 counter
ip netns exec router nft add chain ip6 t f { type filter hook forward priority filter\; }
ip netns exec router nft add rule ip6 t f ct state new counter
ip netns exec router nft add rule ip6 t f ct state invalid counter
ip netns exec router nft add chain ip6 t post { type nat hook postrouting priority srcnat\; }
ip netns exec router nft add rule ip6 t post oifname gw-veth1 masquerade
ip netns exec lan tcpreplay -q -t -i lan-veth0 - < ipv6-fragments.pcap
ip netns exec lan tcpreplay -q -t -i lan-veth0 - < ipv6-fragments-bad.pcap
sleep 0.2
ip netns exec router nft list ruleset
ip netns exec router conntrack -L -f ipv6
sleep 3
