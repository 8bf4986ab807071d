# When the last nat chain goes, live flows are translated no longer.
. network.inc.sh
ip netns exec router nft add table ip nat
ip netns exec router nft add chain ip nat POSTROUTING { type nat hook postrouting priority srcnat\; }
ip netns exec router nft add rule ip nat POSTROUTING oifname gw-veth1 masquerade
ip netns exec wan tcpdump -tnl -i wan-veth0 "icmp[icmptype] = icmp-echo" &
ip netns exec lan ping -c 2 -i 2.5 -W 1 203.0.113.1 &
sleep 0.5
ip netns exec router nft flush ruleset
sleep 4
ip netns exec router nft list ruleset
