# Maps of concatenated ranges give addresses and marks; elements of them expire, are removed and refused, while packets pass.
. network.inc.sh
ip -n wan route add default via 203.0.113.254
ip netns exec router nft -f - <<END
table ip t {
  map m {
    type ipv4_addr . inet_service : ipv4_addr . inet_service
    flags interval
    elements = { 203.0.113.0/24 . 8000-8010 : 192.0.2.1 . 80,
           203.0.113.254 . 9000 : 192.0.2.1 . 81 }
  }
  map mk {
    type ipv4_addr . inet_proto . inet_service : mark
    flags interval,timeout
    counter
    timeout 1h
    elements = { 192.0.2.0/28 . tcp . 1-1023 timeout 20s : 0x00000007,
           192.0.2.0/24 . udp . 1000-65535 : 0x00000008,
           192.0.2.1 . tcp . 2000-3000 timeout 10m : 0x00000009 }
  }
  set seen {
    type ipv4_addr . inet_service
    size 3
    flags dynamic,timeout
    timeout 5s
  }
  chain pre {
    type nat hook prerouting priority dstnat;
    dnat ip to ip daddr . tcp dport map @m
  }
  chain f {
    type filter hook forward priority filter;
    meta mark set ip saddr . meta l4proto . th dport map @mk counter
    meta mark 0x00000007 counter
    meta mark 0x00000008 counter
    meta mark 0x00000009 counter
    update @seen { ip saddr . th dport limit rate 1/minute burst 2 packets } counter
  }
}
END
ip netns exec lan nc -lk 80 &
ip netns exec lan nc -lk 81 &
ip netns exec wan nc -vzn -w 1 -p 3001 203.0.113.254 8005
ip netns exec wan nc -vzn -w 1 -p 3002 203.0.113.254 9000
ip netns exec wan nc -vzn -w 1 -p 3003 203.0.113.254 9001
ip netns exec lan nc -vzn -w 1 -p 4001 203.0.113.1 100
sleep 21
ip netns exec lan nc -vzn -w 1 -p 4002 203.0.113.1 100
ip netns exec lan nc -vzn -w 1 -p 4003 203.0.113.1 2500
echo x | ip netns exec lan nc -un -w 1 -p 4004 203.0.113.1 2500
echo x | ip netns exec lan nc -un -w 1 -p 4004 203.0.113.1 2501
ip netns exec router nft delete element ip t mk { 192.0.2.0/24 . udp . 1000-65535 }
ip netns exec router nft delete element ip t mk { 192.0.2.0/24 . udp . 1000-65535 }
ip netns exec router nft add element ip t mk { 192.0.2.1 . udp . 2000-65535 : 0xff }
ip netns exec router nft add element ip t mk { 192.0.2.1 . udp . 2500-65535 : 0xff }
ip netns exec router nft get element ip t mk { 192.0.2.1 . udp . 2501 }
ip netns exec router nft get element ip t m { 203.0.113.9 . 8000 }
echo x | ip netns exec lan nc -un -w 1 -p 4004 203.0.113.1 2501
ip netns exec router nft list chain ip t f
ip netns exec router nft list map ip t m
sleep 8
ip netns exec router nft list set ip t seen
