# A telephone behind masquerade registers and calls: the addresses in its messages are translated, its media are expected.
. network.inc.sh
ip netns exec router nft add table ip nat
ip netns exec router nft add ct helper ip nat sip-standard { type \"sip\" protocol udp\; l3proto ip\; }
ip netns exec router nft add chain ip nat f { type filter hook prerouting priority filter\; }
ip netns exec router nft add rule ip nat f udp dport 5060 ct helper set \"sip-standard\"
ip netns exec router nft add chain ip nat POSTROUTING { type nat hook postrouting priority srcnat\; }
ip netns exec router nft add rule ip nat POSTROUTING oifname gw-veth1 masquerade
ip netns exec wan nc -u -l -p 5060 &
echo -n -e 'REGISTER sip:203.0.113.1 SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.1:5060;branch=z9\r\nFrom: <sip:a@203.0.113.1>;tag=1\r\nTo: <sip:a@203.0.113.1>\r\nCall-ID: 1\r\nCSeq: 1 REGISTER\r\nContact: <sip:a@192.0.2.1:5060>;expires=60\r\nContent-Length: 0\r\n\r\n' | ip netns exec lan nc -u -w 1 -p 5060 203.0.113.1 5060
ip netns exec router conntrack -L expect
echo -n -e 'INVITE sip:b@203.0.113.1 SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.1:5060;branch=z9\r\nFrom: <sip:a@192.0.2.1>;tag=1\r\nTo: <sip:b@203.0.113.1>\r\nCall-ID: 2\r\nCSeq: 2 INVITE\r\nContact: <sip:a@192.0.2.1:5060>\r\nContent-Type: application/sdp\r\nContent-Length: 125\r\n\r\nv=0\r\no=a 1 1 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\nm=audio 20000 RTP/AVP 0\r\na=rtpmap:0 PCMU/8000\r\n' | ip netns exec lan nc -u -w 1 -p 5060 203.0.113.1 5060
ip netns exec router conntrack -L expect
ip netns exec lan nc -u -l -p 20000 &
echo voice | ip netns exec wan nc -u -w 1 -p 30000 203.0.113.254 20000
ip netns exec router conntrack -L -p udp
