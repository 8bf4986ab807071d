# Errors about tracked packets are ct state related, untranslated and translated alike; what they
# are about stays as it was (after the selftest conntrack_icmp_related).
. network.inc.sh
. dmz.inc.sh
ip -n router link set gw-veth2 mtu 1280
ip netns exec dmz sysctl -q net.ipv4.ip_forward=1
ip netns exec router nft add table ip t
ip netns exec router nft add chain ip t f { type filter hook forward priority filter\; policy drop\; }
ip netns exec router nft add rule ip t f ct state new counter accept
ip netns exec router nft add rule ip t f icmp type destination-unreachable ct state related counter accept
ip netns exec router nft add rule ip t f ct state related counter accept
ip netns exec router nft add rule ip t f ct state established counter accept
ip netns exec router nft add rule ip t f ct state invalid counter
ip -n wan route add default via 203.0.113.254
ip netns exec wan tcpdump -tnvl -i wan-veth0 icmp &
echo x | ip netns exec wan nc -u -w 1 -p 40001 198.51.100.1 1053
ip netns exec wan ping -c 1 -W 1 -s 1400 198.51.100.1
ip netns exec wan ping -c 1 -W 5 198.51.100.77
ip netns exec router nft list ruleset
