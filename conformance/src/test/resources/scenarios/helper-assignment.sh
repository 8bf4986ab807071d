# A rule that sets a helper does so for the flow's first packet, in prerouting, output and input alike; the entry says which, and without a rule there is none (after the selftest nft_conntrack_helper).
ip netns add one
ip netns add two
ip link add veth0 netns one type veth peer name veth0 netns two
ip -n one link set lo up
ip -n two link set lo up
ip -n one link set veth0 up
ip -n two link set veth0 up
ip -n one addr add 192.0.2.1/24 dev veth0
ip -n two addr add 192.0.2.2/24 dev veth0
ip -n one addr add 2001:db8::1/64 dev veth0 nodad
ip -n two addr add 2001:db8::2/64 dev veth0 nodad
ip netns exec one nft -f - < helper-assignment.nft
ip netns exec two nft -f - < helper-assignment.nft
ip netns exec two nc -lnk 2122 &
ip netns exec two nc -lnk 2123 &
ip netns exec two nc -6 -lnk 2121 &
echo x | ip netns exec one nc -nN 192.0.2.2 2121
echo x | ip netns exec one nc -nN 192.0.2.2 2122
echo x | ip netns exec one nc -nN 192.0.2.2 2123
echo x | ip netns exec one nc -nN 2001:db8::2 2121
ip netns exec one conntrack -L
ip netns exec two conntrack -L
ip netns exec one conntrack -L -f ipv6
ip netns exec two conntrack -L -f ipv6
ip netns exec two nft list ruleset
ip netns exec two nft delete ct helper inet t ftp
