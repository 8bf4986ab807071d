# What lies outside the windows, or has flags that no segment has, is invalid: it passes untranslated unless a rule drops it, and changes no state.
. crafted.inc.sh
ip netns exec router nft -f - <<END
table inet t {
  chain f {
    type filter hook forward priority filter;
    ct state vmap { invalid : jump inv, established : jump est, new : jump new }
  }
  chain inv {
    tcp flags vmap { syn : jump c1, rst : jump c2, ack : jump c3 }
    counter
    drop
  }
  chain c1 {
    counter
  }
  chain c2 {
    counter
  }
  chain c3 {
    counter
  }
  chain new {
    counter
    tcp flags & (fin | syn | rst | ack) == syn counter
    accept
  }
  chain est {
    counter
    tcp flags rst counter
    ct direction original counter
  }
  chain i {
    type filter hook input priority filter;
    ct state invalid counter
  }
  chain post {
    type nat hook postrouting priority srcnat;
    oifname "gw-veth1" counter masquerade
  }
}
END
ip netns exec lan tcpreplay -q -t -i lan-veth0 - < windows-1-syn.pcap
ip netns exec wan tcpreplay -q -t -i wan-veth0 - < windows-2-syn-ack.pcap
ip netns exec lan tcpreplay -q -t -i lan-veth0 - < windows-3-out.pcap
ip netns exec router conntrack -L
ip netns exec wan tcpreplay -q -t -i wan-veth0 - < windows-4-in.pcap
sleep 0.3
ip netns exec router nft list ruleset
ip netns exec router conntrack -L
