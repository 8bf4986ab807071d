# A file is one transaction: when one command of it fails, none has happened.
nft add table ip before
echo 'add table ip t
add chain ip t c
add rule ip t c accept
add rule ip t nowhere accept
add chain ip t d' | nft -f -
nft list ruleset
echo 'add table ip t
add chain ip t c
add rule ip t c accept
delete table ip before' | nft -f -
nft list ruleset
echo 'add table ip u
add rule ip t c tcp dport' | nft -f -
nft list ruleset
