# Accept ends a base chain, not the hook: a later base chain still drops the packet.
. network.inc.sh
ip netns exec router nft add table ip filter
ip netns exec router nft add chain ip filter first { type filter hook input priority 0\; }
ip netns exec router nft add chain ip filter second { type filter hook input priority 10\; }
ip netns exec router nft add rule ip filter first counter accept
ip netns exec router nft add rule ip filter first counter comment \"never reached\"
ip netns exec router nft add rule ip filter second icmp type echo-request counter drop
ip netns exec wan ping -c 1 -W 1 203.0.113.254
ip netns exec router nft list ruleset
