# Handles number what a table holds, in the order it came; they place and remove rules.
nft add table ip t
nft add chain ip t c
nft add rule ip t c tcp dport 1 accept
nft add rule ip t c tcp dport 3 accept
nft -a list ruleset
nft add rule ip t c handle 2 tcp dport 2 accept
nft insert rule ip t c tcp dport 0 accept
nft add rule ip t c index 0 tcp dport 10 accept
nft delete rule ip t c handle 3
nft -a list ruleset
nft flush chain ip t c
nft add rule ip t c counter
nft -a list ruleset
nft delete table ip t
nft list ruleset
