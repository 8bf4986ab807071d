package dev.dejima.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dejima.cli.Tools;
import dev.dejima.lab.compare.ScriptSubject;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** {@code tcpdump -i nfqueue:N}, which accepts what it shows, as libpcap does; Java kernel only. */
class QueueToolTest {
  @Test
  void tcpdumpShowsAndAcceptsQueuedPackets() throws Exception {
    String script =
        """
        ip netns add one
        ip netns add two
        ip link add a type veth peer name b
        ip link set a netns one
        ip link set b netns two
        ip -n one link set a up
        ip -n two link set b up
        ip -n one address add 192.0.2.1/24 dev a
        ip -n two address add 192.0.2.2/24 dev b
        ip netns exec two nft add table ip t
        ip netns exec two nft add chain ip t i { type filter hook input priority 0\\; }
        ip netns exec two nft add rule ip t i icmp type echo-request queue num 7
        ip netns exec one ping -c 1 -W 1 192.0.2.2
        ip netns exec two tcpdump -tnl -i nfqueue:3,7 'icmp[icmptype] == 8' &
        ip netns exec one ping -c 1 -W 1 192.0.2.2
        """;
    String text =
        Scenarios.run(ScriptSubject.of("nfqueue", script, Path.of("."), Tools::all), "netstack", 1)
            .text();
    assertThat(text)
        .contains("1 packets transmitted, 0 received, 100% packet loss")
        .contains("listening on nfqueue:3,7, link-type IPV4 (Raw IPv4)")
        .containsPattern("IP 192.0.2.1 > 192.0.2.2: ICMP echo request, id \\d+, seq 1, length 64")
        .contains("1 packets transmitted, 1 received, 0% packet loss");
  }
}
