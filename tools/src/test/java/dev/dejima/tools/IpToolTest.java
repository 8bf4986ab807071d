package dev.dejima.tools;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What iproute2 6.1 prints on Linux for the same lines. */
final class IpToolTest {
  private final Console console = new Console().wired();

  @AfterEach
  void close() {
    console.close();
  }

  @Test
  void links() {
    assertThat(console.run("ip -n a link show va"))
        .isEqualTo(
            """
            2: va@if2: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc noqueue state UP mode DEFAULT group default qlen 1000
                link/ether 02:00:00:00:00:0a brd ff:ff:ff:ff:ff:ff link-netns b
            """);
    console.run("ip -n b link set vb down");
    assertThat(console.run("ip -n a -br link show va"))
        .startsWith("va@if2 ")
        .contains("NO-CARRIER");
    assertThat(console.run("ip -n a link show va")).contains("state LOWERLAYERDOWN");
    assertThat(console.run("ip link add type veth; ip -br link show type veth"))
        .contains("veth0@veth1", "veth1@veth0");
  }

  @Test
  void addresses() {
    console.run("ip -n a addr add 10.0.0.5/24 dev va; ip -n a a add 10.9.0.1 peer 10.9.0.2 dev va");
    assertThat(console.run("ip -n a -4 addr show va"))
        .isEqualTo(
            """
            2: va@if2: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc noqueue state UP group default qlen 1000 link-netns b
                inet 10.0.0.1/24 scope global va
                   valid_lft forever preferred_lft forever
                inet 10.9.0.1 peer 10.9.0.2/32 scope global va
                   valid_lft forever preferred_lft forever
                inet 10.0.0.5/24 scope global secondary va
                   valid_lft forever preferred_lft forever
            """);
    assertThat(console.run("ip -n a route show table local dev va"))
        .contains("local 10.0.0.5 proto kernel scope host src 10.0.0.1 ");
    assertThat(console.run("ip -n a addr del 10.0.0.1 dev va"))
        .contains("Executing wildcard deletion");
    assertThat(console.run("ip -n a -br -4 a")).contains(" 10.9.0.1 peer 10.9.0.2/32 ");
  }

  @Test
  void routes() {
    console.run(
        "ip -n a r add default via 10.0.0.2; ip -n a r add 10.7.0.0/16 via 10.0.0.3 metric 5");
    assertThat(console.run("ip -n a r"))
        .isEqualTo(
            """
            default via 10.0.0.2 dev va\s
            10.0.0.0/24 dev va proto kernel scope link src 10.0.0.1\s
            10.7.0.0/16 via 10.0.0.3 dev va metric 5\s
            """);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ip netns add a|1|Cannot create namespace file \"/run/netns/a\": File exists",
        "ip netns add|1|No netns name specified",
        "ip netns add x/y|255|Invalid netns name \"x/y\"",
        "ip -n nope a|255|Cannot open network namespace \"nope\": No such file or directory",
        "ip -n a link del va foo|255|Error: either \"dev\" is duplicate, or \"foo\" is a garbage.",
        "ip -n a link set nope up|1|Cannot find device \"nope\"",
        "ip link add a/b type veth|255|Error: argument \"a/b\" is wrong: \"dev\" not a valid ifname",
        "ip link add x|1|Not enough information: \"type\" argument is required",
        "ip -n a link set va mtu x|255|Error: argument \"x\" is wrong: Invalid \"mtu\" value",
        "ip -n a link set va address zz|1|\"zz\" is invalid lladdr.",
        "ip -n a a add 10.0.0.1/24 dev va|2|Error: ipv4: Address already assigned.",
        "ip -n a a add 10.0.0.300/24 dev va|1|Error: any valid prefix is expected rather than"
            + " \"10.0.0.300/24\".",
        "ip -n a a add 10.0.0.3/24|1|Not enough information: \"dev\" argument is required.",
        "ip -n a r add default via 172.16.0.1|2|Error: Nexthop has invalid gateway.",
        "ip -n a r add 10.8.0.0/16 via foo|1|Error: inet address is expected rather than \"foo\".",
        "ip -n a r del 10.8.0.0/16|2|RTNETLINK answers: No such process",
        "ip foo|1|Object \"foo\" is unknown, try \"ip help\".",
        "ip link foo|255|Command \"foo\" is unknown, try \"ip link help\".",
        "ip -x a|255|Option \"-x\" is unknown, try \"ip -help\".",
      })
  void refusals(String line, int status, String firstLine) {
    assertThat(console.run(line).lines().findFirst()).contains(firstLine);
    assertThat(console.status()).isEqualTo(status);
    assertThat(console.run("ip -n a link show va")).contains("state UP");
  }
}
