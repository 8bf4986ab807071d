package dev.dejima.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** ping, nc, tcpdump, conntrack, ss and sysctl between two namespaces. */
final class NetworkToolsTest {
  @TempDir Path directory;
  private Console console;

  @BeforeEach
  void open() {
    console = new Console(directory).wired();
  }

  @AfterEach
  void close() {
    console.close();
  }

  @Test
  void pingCounts() {
    assertThat(console.run("ip netns exec a ping -c 2 -i 0.2 10.0.0.2"))
        .matches(
            "(?s)PING 10.0.0.2 \\(10.0.0.2\\) 56\\(84\\) bytes of data.\n"
                + "64 bytes from 10.0.0.2: icmp_seq=1 ttl=64 time=\\S+ ms\n"
                + "64 bytes from 10.0.0.2: icmp_seq=2 ttl=64 time=\\S+ ms\n\n"
                + "--- 10.0.0.2 ping statistics ---\n"
                + "2 packets transmitted, 2 received, 0% packet loss, time 20\\dms\n"
                + "rtt min/avg/max/mdev = \\S+ ms\n");
    assertThat(console.status()).isZero();
  }

  @Test
  void pingHearsThatNobodyIsThere() {
    assertThat(console.run("ip netns exec a ping -c 1 -W 5 10.0.0.9"))
        .contains("From 10.0.0.1 icmp_seq=1 Destination Host Unreachable\n")
        .contains("1 packets transmitted, 0 received, +1 errors, 100% packet loss, time 0ms\n");
    assertThat(console.status()).isEqualTo(1);
    assertThat(console.run("ip netns exec a ping -c 1 10.7.0.9"))
        .isEqualTo("ping: connect: Network is unreachable\n");
    assertThat(console.status()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ping|1|ping: usage error: Destination address required",
        "ping -c x 10.0.0.2|1|ping: invalid argument: 'x'",
        "ping -Z 10.0.0.2|2|ping: invalid option -- 'Z'",
        "ping -c|2|ping: option requires an argument -- 'c'",
        "nc 10.0.0.2|1|nc: missing port number",
        "nc -l 99999|1|nc: port number too large: 99999",
        "nc -k 10.0.0.2 5|1|nc: must use -l with -k",
        "nc -z -l 5|1|nc: cannot use -z and -l",
        "nc -w x 10.0.0.2 5|1|nc: timeout invalid: x",
        "nc -v 10.0.0.2 80|1|nc: connect to 10.0.0.2 port 80 (tcp) failed: Connection refused",
        "nc -v -w 1 10.0.0.9 80|1|nc: connect to 10.0.0.9 port 80 (tcp) timed out: Operation now"
            + " in progress",
        "tcpdump -i nope|1|tcpdump: nope: No such device exists",
        "tcpdump -Z|1|tcpdump: invalid option -- 'Z'",
        "ss -Q|255|ss: invalid option -- 'Q'",
        "sysctl net.ipv4.nope|1|sysctl: cannot stat /proc/sys/net/ipv4/nope: No such file or"
            + " directory",
        "conntrack -Q|2|conntrack v1.4.7 (conntrack-tools): unknown option `-Q'",
      })
  void refusals(String line, int status, String firstLine) {
    assertThat(console.run("ip netns exec a " + line).lines().findFirst()).contains(firstLine);
    assertThat(console.status()).isEqualTo(status);
  }

  @Test
  void netcatKeepsListening() {
    console.run("ip netns exec b nc -lnk 5000 &");
    assertThat(console.run("echo one | ip netns exec a nc -N 10.0.0.2 5000")).isEqualTo("one\n");
    assertThat(console.run("echo two | ip netns exec a nc -N 10.0.0.2 5000")).isEqualTo("two\n");
    assertThat(console.run("ip netns exec a nc -zv 10.0.0.2 4999-5000"))
        .isEqualTo(
            "nc: connect to 10.0.0.2 port 4999 (tcp) failed: Connection refused\n"
                + "Connection to 10.0.0.2 5000 port [tcp/*] succeeded!\n");
    assertThat(console.status()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"-w 1", "-q 0"})
  void netcatSendsDatagrams(String patience) {
    console.run("ip netns exec b nc -lnuv 6000 &");
    assertThat(console.run("echo udp | ip netns exec a nc -u " + patience + " 10.0.0.2 6000"))
        .matches("Connection received on 10.0.0.1 \\d+\nudp\n");
  }

  @Test
  void tcpdumpStopsAfterItsCount() {
    console.run("ip netns exec b tcpdump -tn -e -c 1 -i vb 'icmp and src 10.0.0.1' &");
    assertThat(console.run("ip netns exec a ping -q -c 1 10.0.0.2; wait"))
        .contains(
            "02:00:00:00:00:0a > 02:00:00:00:00:0b, ethertype IPv4 (0x0800), length 98: 10.0.0.1 >"
                + " 10.0.0.2: ICMP echo request")
        .contains("1 packet captured\n")
        .doesNotContain("echo reply");
  }

  @Test
  void tcpdumpKeepsAndReads() {
    String file = directory.resolve("x.pcap").toString();
    console.run("ip netns exec b tcpdump -n -i vb -w " + file + " icmp &");
    console.run("ip netns exec a ping -q -c 1 10.0.0.2");
    console.end();
    assertThat(console.run("tcpdump -tnr " + file + " 'icmp[0] = 0'"))
        .contains("IP 10.0.0.2 > 10.0.0.1: ICMP echo reply,")
        .doesNotContain("request");
    assertThat(console.run("tcpdump -tnvr " + file)).contains("ttl 64", "proto ICMP (1)");
    assertThat(console.run("tcpdump -r " + directory.resolve("nope")))
        .contains("No such file or directory");
    assertThat(console.status()).isEqualTo(1);
  }

  @Test
  void tcpdumpUnderlinesNothingItCannotCompile() {
    assertThat(console.run("ip netns exec a tcpdump -i va 'tcp prot 80'")).startsWith("tcpdump: ");
    assertThat(console.status()).isEqualTo(1);
  }

  @Test
  void socketsAreListed() {
    console.run("ip netns exec b nc -ln 5000 &");
    assertThat(console.run("ip netns exec b ss -ltn"))
        .isEqualTo(
            "State  Recv-Q Send-Q Local Address:Port Peer Address:PortProcess\n"
                + "LISTEN 0      1            0.0.0.0:5000      0.0.0.0:*          \n");
  }

  @Test
  void connectionsAreListed() {
    console.run("ip netns exec b nft add table ip t");
    console.run("ip netns exec b nft add chain ip t c { type filter hook input priority 0\\; }");
    console.run("ip netns exec b nft add rule ip t c ct state new accept");
    console.run("ip netns exec b nc -ln 5000 &");
    console.run("echo x | ip netns exec a nc -N 10.0.0.2 5000");
    assertThat(console.run("ip netns exec b conntrack -L"))
        .matches(
            "tcp      6 \\d+ TIME_WAIT src=10.0.0.1 dst=10.0.0.2 sport=\\d+ dport=5000"
                + " src=10.0.0.2 dst=10.0.0.1 sport=5000 dport=\\d+ \\[ASSURED\\] mark=0 use=1\n"
                + "conntrack v1.4.7 \\(conntrack-tools\\): 1 flow entries have been shown.\n");
  }

  @Test
  void variables() {
    assertThat(console.run("sysctl net.ipv4.ip_forward=1; sysctl -n net/ipv4/ip_forward"))
        .isEqualTo("net.ipv4.ip_forward = 1\n1\n");
    assertThat(console.run("sysctl -q net.ipv4.ip_forward=0; sysctl -N net.ipv4.ip_forward"))
        .isEqualTo("net.ipv4.ip_forward\n");
    assertThat(console.run("sysctl net.ipv4.ip_forward=abc")).contains("Invalid argument");
    assertThat(console.run("ip netns exec a sysctl net.ipv4.conf.va.forwarding"))
        .isEqualTo("net.ipv4.conf.va.forwarding = 0\n");
  }
}
