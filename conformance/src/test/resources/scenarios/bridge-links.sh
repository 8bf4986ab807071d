# How bridges are made, changed and taken away: which address and MTU one has, which devices can be ports, and what is said where one cannot.
ip netns add switch
ip netns exec switch sysctl -qw net.ipv6.conf.default.disable_ipv6=1
ip -n switch link add name br0 address 02:00:00:00:00:aa type bridge
ip -n switch link add name br1 type bridge ageing_time 500 mcast_snooping 0
ip -n switch link add name a1 address 02:00:00:00:00:02 type veth peer name a2 address 02:00:00:00:00:12
ip -n switch link add name b1 address 02:00:00:00:00:01 type veth peer name b2 address 02:00:00:00:00:11
ip -n switch link set a1 master br0
ip -n switch link set b1 master br0
ip -n switch link show br0
ip -n switch link show master br0
ip -n switch link set a1 master br1
ip -n switch link set b1 master br1
ip -n switch link show br1
ip -n switch link set b1 nomaster
ip -n switch link show br1
ip -n switch link set a1 mtu 1400
ip -n switch link set b1 mtu 1300
ip -n switch link set b1 master br1
ip -n switch link show type bridge
ip -n switch link set br1 mtu 1500
ip -n switch link set b1 mtu 1200
ip -n switch link show br1
ip -n switch link set lo master br0
ip -n switch link set br1 master br0
ip -n switch link set a2 master a1
ip -n switch link set a2 master nowhere
ip -n switch link set a2 type bridge_slave hairpin on
ip -n switch link set a2 type bridge ageing_time 100
ip -n switch link set br1 type bridge hello_time 5
ip -n switch link set br1 type bridge group_fwd_mask 7
ip -n switch link set br1 type bridge vlan_filtering 1
ip -n switch link set br1 type bridge priority 4096 group_fwd_mask 8
ip -n switch link add name br1 type bridge
ip -n switch link set br1 netns switch
ip -n switch link set a1 up
ip -n switch link set a2 up
ip -n switch link set br1 up
sleep 1
ip -n switch link show br1
ip netns exec switch bridge link
ip netns exec switch bridge fdb show
ip -n switch link set a2 down
sleep 1
ip -n switch link show br1
ip netns exec switch bridge link
ip -n switch link set br1 promisc on
ip -n switch link show br1
ip -n switch link del a1
ip -n switch link show br1
ip -n switch link del br1
ip -n switch link show
