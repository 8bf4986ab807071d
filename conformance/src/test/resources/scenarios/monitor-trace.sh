# A packet that meets "meta nftrace set 1" tells every rule and policy it meets from then on.
. network.inc.sh
ip netns exec router nft add table ip t
ip netns exec router nft add chain ip t pre { type filter hook prerouting priority raw\; }
ip netns exec router nft add rule ip t pre meta nftrace set 1
ip netns exec router nft add chain ip t nat { type nat hook prerouting priority dstnat\; }
ip netns exec router nft add rule ip t nat tcp dport 54321 dnat to 192.0.2.1
ip netns exec router nft add chain ip t sub
ip netns exec router nft add rule ip t sub counter return
ip netns exec router nft add chain ip t forward { type filter hook forward priority filter\; policy drop\; }
ip netns exec router nft add rule ip t forward ip protocol icmp jump sub
ip netns exec router nft add rule ip t forward meta mark set 7
ip netns exec router nft add rule ip t forward tcp dport 54321 ct state new,established accept comment '"the door"'
ip netns exec router nft add rule ip t forward tcp flags rst accept
ip netns exec router nft -a monitor trace &
ip netns exec lan ping -c 1 -W 1 203.0.113.1
ip netns exec wan nc -zn -w 1 203.0.113.254 54321
ip netns exec wan nc -zn -w 1 203.0.113.254 22
