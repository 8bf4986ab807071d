# Sets of concatenations with ranges: a packet matches when every field lies in its range; elements come, go and expire while packets pass, of several kinds of field (after the selftest nft_concat_range).
. network.inc.sh
ip -n wan route add default via 203.0.113.254
ip -n lan link set lan-veth0 address 02:00:00:00:00:01
ip netns exec router nft -f - < concatenated-ranges.nft
echo x | ip netns exec lan nc -nu -w 1 -p 2000 203.0.113.1 5000
echo x | ip netns exec lan nc -nu -w 1 -p 2001 203.0.113.1 5099
echo x | ip netns exec lan nc -nu -w 1 -p 2002 203.0.113.1 5100
echo x | ip netns exec lan nc -nu -w 1 -p 2003 203.0.113.2 5000
echo x | ip netns exec lan nc -nu -w 1 -p 2004 203.0.113.1 4999
ip netns exec lan nc -znv -w 1 203.0.113.1 5001
ip netns exec router nft list table ip t
# An element that overlaps, and one that is not there.
ip netns exec router nft add element ip t address_port { 203.0.113.0-203.0.113.9 . 5050-5060 }
ip netns exec router nft add element ip t address_port { 203.0.113.0-203.0.113.1 . 5000-5099 }
ip netns exec router nft delete element ip t address_port { 203.0.113.0-203.0.113.1 . 5000-5098 }
ip netns exec router nft get element ip t address_port { 203.0.113.1 . 5042 }
ip netns exec router nft get element ip t address_port { 203.0.113.1 . 6042 }
ip netns exec router nft delete element ip t address_port { 203.0.113.0-203.0.113.1 . 5000-5099 }
echo x | ip netns exec lan nc -nu -w 1 -p 2005 203.0.113.1 5000
ip netns exec router nft add element ip t address_port { 203.0.113.0/24 . 5000 timeout 10s }
echo x | ip netns exec lan nc -nu -w 1 -p 2006 203.0.113.1 5000
ip netns exec router nft list chain ip t forth
sleep 11
echo x | ip netns exec lan nc -nu -w 1 -p 2007 203.0.113.1 5000
ip netns exec router nft list set ip t address_port
ip netns exec router nft flush set ip t port_address_mac
echo x | ip netns exec lan nc -nu -w 1 -p 2008 203.0.113.1 5000
ip netns exec router nft list chain ip t forth
