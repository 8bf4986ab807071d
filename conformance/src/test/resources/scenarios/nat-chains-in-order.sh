# All nat chains of a hook run in the order of their priorities until one sets a mapping; an accept
# in an earlier one does not stop a later one.
. network.inc.sh
ip -n wan route add default via 203.0.113.254
ip netns exec router nft add table ip nat
ip netns exec router nft add chain ip nat late { type nat hook prerouting priority -80\; }
ip netns exec router nft add chain ip nat early { type nat hook prerouting priority -110\; }
ip netns exec router nft add chain ip nat middle { type nat hook prerouting priority -100\; }
ip netns exec router nft add rule ip nat early counter accept
ip netns exec router nft add rule ip nat middle udp dport 1053 counter dnat to 192.0.2.1:5301
ip netns exec router nft add rule ip nat late udp dport 1053 counter dnat to 192.0.2.1:5302
ip netns exec lan tcpdump -tnl -i lan-veth0 udp &
echo x | ip netns exec wan nc -u -w 1 -p 40001 203.0.113.254 1053
ip netns exec router nft list ruleset
