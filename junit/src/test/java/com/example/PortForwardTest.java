package com.example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dejima.junit.Lab;
import dev.dejima.junit.Listening;
import dev.dejima.junit.Network;
import dev.dejima.junit.Node;
import dev.dejima.junit.ProbeResult;
import org.junit.jupiter.api.Test;

@Lab("nat.yaml")
class PortForwardTest {
  @Test
  void open(Network net, Node lan) throws Exception {
    Listening web = lan.listen("tcp 54321");
    ProbeResult probe = net.probe("wan", "tcp 203.0.113.254:54321");
    assertThat(probe).connected().translatedTo("192.0.2.1:54321").by("dnat.nft:4");
    assertThat(web.peer().orElseThrow()).startsWith("203.0.113.1:");
  }

  @Test
  void nothingElseIs(Node wan) throws Exception {
    assertThat(wan.probe("tcp 203.0.113.254:22")).refused();
    assertThat(wan.probe("ping 192.0.2.1"))
        .timedOut()
        .droppedAt("router")
        .by("policy of ip filter forward");
  }
}
