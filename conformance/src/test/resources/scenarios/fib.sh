# fib asks the routing table: of what type an address is, and by which interface it would be reached.
. network.inc.sh
ip -n wan route add default via 203.0.113.254
ip -n router route add unreachable 198.51.100.0/24
ip netns exec router nft add table ip t
ip netns exec router nft add chain ip t pre { type filter hook prerouting priority raw\; }
ip netns exec router nft add chain ip t f { type filter hook forward priority filter\; }
ip netns exec router nft add chain ip t out { type filter hook output priority filter\; }
ip netns exec router nft add chain ip t post { type filter hook postrouting priority filter\; }
ip netns exec router nft add rule ip t pre fib daddr type local counter
ip netns exec router nft add rule ip t pre fib daddr type unicast counter
ip netns exec router nft add rule ip t pre fib daddr type { broadcast, multicast } counter
ip netns exec router nft add rule ip t pre fib daddr . iif type local counter
ip netns exec router nft add rule ip t pre fib daddr . iif type != local counter
ip netns exec router nft add rule ip t pre fib saddr . iif oif exists counter
ip netns exec router nft add rule ip t pre fib saddr . iif oif missing counter
ip netns exec router nft add rule ip t pre fib saddr . mark . iif oif missing counter
ip netns exec router nft add rule ip t pre fib saddr oif gw-veth0 counter
ip netns exec router nft add rule ip t pre fib saddr oifname gw-veth1 counter
ip netns exec router nft add rule ip t pre fib saddr . iif oifname gw-veth1 counter
ip netns exec router nft add rule ip t pre fib daddr oif exists counter
ip netns exec router nft add rule ip t pre fib daddr oifname '""' counter
ip netns exec router nft add chain ip t here
ip netns exec router nft add chain ip t elsewhere
ip netns exec router nft add rule ip t here counter
ip netns exec router nft add rule ip t elsewhere counter
ip netns exec router nft add rule ip t pre fib daddr . iif type vmap { local : jump here, unicast : goto elsewhere, broadcast : drop }
ip netns exec router nft add rule ip t f fib daddr oif gw-veth1 counter
ip netns exec router nft add rule ip t f fib saddr oif gw-veth0 counter
ip netns exec router nft add rule ip t f fib saddr . iif oif gw-veth1 counter
ip netns exec router nft add rule ip t out fib daddr . oif type local counter
ip netns exec router nft add rule ip t out fib saddr . oif type local counter
ip netns exec router nft add rule ip t out fib saddr type local counter
ip netns exec router nft add rule ip t post fib saddr . oif type unicast counter
ip -n lan address add 198.51.100.7/32 dev lan-veth0
ip -n lan address add 10.0.0.7/32 dev lan-veth0
ip netns exec lan ping -c 1 192.0.2.254
ip netns exec lan ping -c 1 203.0.113.254
ip netns exec lan ping -c 1 203.0.113.1
echo x | ip netns exec lan nc -u -w 1 -s 198.51.100.7 203.0.113.1 68
echo x | ip netns exec lan nc -u -w 1 -s 10.0.0.7 203.0.113.1 68
ip netns exec router ping -c 1 127.0.0.1
ip netns exec router nft list ruleset
ip netns exec router nft add rule ip t out fib saddr oif exists
ip netns exec router nft add rule ip t pre fib daddr . oif type local
