# A packet from a source that would be answered by another interface passes, unless rp_filter is 1;
# with 2 it is enough that there is a way back at all.
. crafted.inc.sh
ip netns exec router sysctl net.ipv4.conf.all.rp_filter net.ipv4.conf.gw-veth0.rp_filter
ip netns exec router nft add table ip t
ip netns exec router nft add chain ip t pre { type filter hook prerouting priority raw\; }
ip netns exec router nft add rule ip t pre udp dport 1-9 counter
ip netns exec router nft add chain ip t f { type filter hook forward priority filter\; }
ip netns exec router nft add rule ip t f udp dport 1-9 counter
ip netns exec lan tcpreplay -t -i lan-veth0 - < spoofed.pcap
ip netns exec router nft list chain ip t f
ip netns exec router sysctl net.ipv4.conf.gw-veth0.rp_filter=1
ip netns exec lan tcpreplay -t -i lan-veth0 - < spoofed.pcap
ip netns exec router nft list chain ip t f
ip netns exec router sysctl net.ipv4.conf.gw-veth0.rp_filter=2
ip netns exec lan tcpreplay -t -i lan-veth0 - < spoofed.pcap
ip netns exec router nft list ruleset
