# FTP's data connections are expected in the zone of their master; addresses of others are left alone.
# random ports: 1024-65535
. network.inc.sh
ip netns exec router nft -f - <<END
table ip t {
  ct helper ftp {
    type "ftp" protocol tcp
    l3proto ip
  }
  ct timeout short {
    protocol tcp
    l3proto ip
    policy = { established : 100, close : 5 }
  }
  chain raw {
    type filter hook prerouting priority raw;
    iifname "gw-veth0" ct zone set 4
    iifname "gw-veth1" ct zone set 4
  }
  chain pre {
    type filter hook prerouting priority filter;
    tcp dport 2121 ct helper set "ftp" ct timeout set "short"
  }
  chain f {
    type filter hook forward priority filter; policy drop;
    ct state established,related counter accept
    ct helper "ftp" counter accept
    iifname "gw-veth0" tcp dport 2121 counter accept
    ct state related ct expiration > 10s counter
  }
  chain post {
    type nat hook postrouting priority srcnat;
    oifname "gw-veth1" masquerade random
  }
}
END
ip netns exec wan nc -l 2121 &
ip netns exec lan nc -l -k -p 9000 | ip netns exec lan nc -n -w 9 -p 40000 203.0.113.1 2121 &
sleep 1
sleep 0.5
echo -e 'EPRT |1|192.0.2.1|51210|\r' | ip netns exec lan nc -N 127.0.0.1 9000
sleep 0.5
echo -e 'PORT 192,0,2,1,200,11\r' | ip netns exec lan nc -N 127.0.0.1 9000
sleep 0.5
echo -e 'PORT 192,0,2,99,200,12\r' | ip netns exec lan nc -N 127.0.0.1 9000
ip netns exec router conntrack -L expect
ip netns exec lan nc -l -p 51210 &
echo data | ip netns exec wan nc -N -n -w 2 -p 20 203.0.113.254 51210
ip netns exec lan nc -l -p 51211 &
echo data | ip netns exec wan nc -N -n -w 2 -p 20 203.0.113.254 51211
echo data | ip netns exec wan nc -N -n -w 1 -p 20 203.0.113.254 51212
ip netns exec router nft list ruleset
ip netns exec router conntrack -L -p tcp --zone 4
