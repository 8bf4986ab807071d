package dev.dejima.packet;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NameTableTest {
  @Test
  void servicesAreFoundBothWays() {
    assertThat(ServiceNames.table().number("ssh")).hasValue(22);
    assertThat(ServiceNames.table(IpProtocol.TCP).name(80)).contains("http");
    assertThat(ServiceNames.table(IpProtocol.TCP).number("www")).hasValue(80);
    assertThat(ServiceNames.table(IpProtocol.UDP).name(80)).isEmpty();
    assertThat(ServiceNames.table(IpProtocol.UDP).nameOrNumber(514)).isEqualTo("syslog");
    assertThat(ServiceNames.table(IpProtocol.TCP).nameOrNumber(54321)).isEqualTo("54321");
    assertThat(ServiceNames.table().number("no-such")).isEmpty();
  }

  @Test
  void protocolsAndIcmpTypesToo() {
    assertThat(ProtocolNames.table().number("TCP")).hasValue(6);
    assertThat(ProtocolNames.table().name(58)).contains("ipv6-icmp");
    assertThat(IcmpNames.types().name(IcmpType.ECHO_REQUEST)).contains("echo-request");
    assertThat(IcmpNames.typesV6().number("mld-listener-reduction")).hasValue(132);
    assertThat(IcmpNames.codes().number("admin-prohibited")).hasValue(13);
    assertThat(IcmpNames.codesV6().name(Icmpv6Type.REJECT_ROUTE)).contains("reject-route");
  }
}
