# After jump, return and a chain's end go back behind the rule; after goto, to the caller's caller.
. network.inc.sh
ip netns exec router nft add table ip t
ip netns exec router nft add chain ip t input { type filter hook input priority filter\; policy accept\; }
ip netns exec router nft add chain ip t jumped
ip netns exec router nft add chain ip t gone
ip netns exec router nft add chain ip t tail
ip netns exec router nft add rule ip t input icmp type echo-request jump jumped
ip netns exec router nft add rule ip t input counter comment \"after the jump\"
ip netns exec router nft add rule ip t input icmp type echo-request goto tail
ip netns exec router nft add rule ip t input counter comment \"not after the goto\"
ip netns exec router nft add rule ip t jumped counter goto gone
ip netns exec router nft add rule ip t jumped counter comment \"not after the goto\"
ip netns exec router nft add rule ip t gone counter return
ip netns exec router nft add rule ip t gone counter comment \"not after the return\"
ip netns exec router nft add rule ip t tail counter
ip netns exec lan ping -c 2 -i 0.2 192.0.2.254
ip netns exec router nft list ruleset
