# The variables of connection tracking, their names and what they are at first; some take any number, flags only 0 and 1.
ip netns add r
ip netns exec r sysctl net.netfilter.nf_conntrack_acct net.netfilter.nf_conntrack_buckets net.netfilter.nf_conntrack_checksum net.netfilter.nf_conntrack_count
ip netns exec r sysctl net.netfilter.nf_conntrack_events net.netfilter.nf_conntrack_expect_max net.netfilter.nf_conntrack_generic_timeout
ip netns exec r sysctl net.netfilter.nf_conntrack_gre_timeout net.netfilter.nf_conntrack_gre_timeout_stream
ip netns exec r sysctl net.netfilter.nf_conntrack_icmp_timeout net.netfilter.nf_conntrack_icmpv6_timeout net.netfilter.nf_conntrack_log_invalid net.netfilter.nf_conntrack_max
ip netns exec r sysctl net.netfilter.nf_conntrack_sctp_timeout_closed net.netfilter.nf_conntrack_sctp_timeout_cookie_echoed net.netfilter.nf_conntrack_sctp_timeout_cookie_wait
ip netns exec r sysctl net.netfilter.nf_conntrack_sctp_timeout_established net.netfilter.nf_conntrack_sctp_timeout_heartbeat_sent
ip netns exec r sysctl net.netfilter.nf_conntrack_sctp_timeout_shutdown_ack_sent net.netfilter.nf_conntrack_sctp_timeout_shutdown_recd net.netfilter.nf_conntrack_sctp_timeout_shutdown_sent
ip netns exec r sysctl net.netfilter.nf_conntrack_tcp_be_liberal net.netfilter.nf_conntrack_tcp_ignore_invalid_rst net.netfilter.nf_conntrack_tcp_loose net.netfilter.nf_conntrack_tcp_max_retrans
ip netns exec r sysctl net.netfilter.nf_conntrack_tcp_timeout_close net.netfilter.nf_conntrack_tcp_timeout_close_wait net.netfilter.nf_conntrack_tcp_timeout_established
ip netns exec r sysctl net.netfilter.nf_conntrack_tcp_timeout_fin_wait net.netfilter.nf_conntrack_tcp_timeout_last_ack net.netfilter.nf_conntrack_tcp_timeout_max_retrans
ip netns exec r sysctl net.netfilter.nf_conntrack_tcp_timeout_syn_recv net.netfilter.nf_conntrack_tcp_timeout_syn_sent net.netfilter.nf_conntrack_tcp_timeout_time_wait
ip netns exec r sysctl net.netfilter.nf_conntrack_tcp_timeout_unacknowledged net.netfilter.nf_conntrack_timestamp net.netfilter.nf_conntrack_udp_timeout net.netfilter.nf_conntrack_udp_timeout_stream
ip netns exec r sysctl -w net.netfilter.nf_conntrack_tcp_loose=2
ip netns exec r sysctl -w net.netfilter.nf_conntrack_tcp_loose=0
ip netns exec r sysctl -w net.netfilter.nf_conntrack_udp_timeout=5
ip netns exec r sysctl -w net.netfilter.nf_conntrack_log_invalid=256
