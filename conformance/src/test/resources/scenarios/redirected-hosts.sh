# A router that sends a packet back by the link it came by tells the sender of the better way, and for a while sends it no other error; of redirects that are not heeded there are nine, each later than the one before.
. network.inc.sh
ip -n router route add 198.51.100.0/24 via 192.0.2.77
ip netns exec router nft 'add table ip filter; add chain ip filter forward { type filter hook forward priority 0; }; add rule ip filter forward counter reject with icmp admin-prohibited'
ip netns exec lan sysctl -q net.ipv4.conf.all.accept_redirects=0
ip netns exec lan sysctl -q net.ipv4.conf.lan-veth0.accept_redirects=0
ip netns exec lan tcpdump -tnl -i lan-veth0 icmp &
ip netns exec lan ping -c 14 -i 0.25 -W 1 198.51.100.1
ip netns exec lan ping -c 3 -i 0.25 -W 1 203.0.113.1
ip netns exec router nft list ruleset
