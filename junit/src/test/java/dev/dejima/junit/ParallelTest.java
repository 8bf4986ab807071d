package dev.dejima.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dejima.lab.LabBuilder;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests at the same time, and tests that share a network. */
@Timeout(60)
class ParallelTest {
  private static final int THREADS = 4;

  @TempDir private Path captures = Path.of("");

  private Engine parallel() {
    return Engine.capturing(captures)
        .with("junit.jupiter.execution.parallel.enabled", "true")
        .with("junit.jupiter.execution.parallel.mode.default", "concurrent")
        .with("junit.jupiter.execution.parallel.config.strategy", "fixed")
        .with("junit.jupiter.execution.parallel.config.fixed.parallelism", "" + THREADS);
  }

  /** Each waits for the others in the middle, so that they cannot but be at the same time. */
  @Fixture
  @Lab("/com/example/nat.yaml")
  static class AtTheSameTime {
    private static final CyclicBarrier ALL = new CyclicBarrier(THREADS);

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void open(int number, Node lan, Node wan, Node router) throws Exception {
      Listening web = lan.listen("tcp 54321");
      router.nft(
          "add rule ip nat prerouting tcp dport %d dnat to 192.0.2.1:54321".formatted(number));
      ALL.await(20, TimeUnit.SECONDS);
      String hello = "hello from " + number;
      assertThat(wan.probe("tcp 203.0.113.254:" + number, hello)).connected();
      assertThat(web.heard()).isEqualTo(hello);
      assertThat(wan.probe("tcp 203.0.113.254:" + (number == 1 ? 2 : 1))).refused();
    }
  }

  @ParameterizedTest
  @Tag("linux")
  @ValueSource(strings = {"netstack", "linux"})
  void everyTestHasItsOwnNetwork(String kernel) {
    RealKernel.assumeUsable(kernel);
    parallel()
        .with("dejima.kernel", kernel)
        .run(AtTheSameTime.class)
        .testEvents()
        .assertStatistics(events -> events.succeeded(THREADS).failed(0));
  }

  @Fixture
  @Lab(value = "/com/example/nat.yaml", per = Lab.Per.CLASS)
  @TestMethodOrder(MethodOrderer.OrderAnnotation.class)
  static class Shared {
    @Test
    @Order(1)
    void first(Node router) throws Exception {
      router.nft("add table ip here");
    }

    @Test
    @Order(2)
    void second(Node router, Node wan) throws Exception {
      assertThat(router.sh("nft list tables")).contains("table ip here");
      assertThat(wan.probe("ping 203.0.113.254")).answered();
    }
  }

  @Test
  void aSharedNetworkKeepsWhatTestsLeave() {
    Engine.capturing(captures)
        .run(Shared.class)
        .testEvents()
        .assertStatistics(events -> events.succeeded(2).failed(0));
  }

  @Fixture
  @Lab(value = "/com/example/nat.yaml", per = Lab.Per.CLASS)
  static class Wired {
    @BeforeAll
    static void prepare(Node router) throws Exception {
      router.nft("add table ip prepared");
    }

    @Test
    void whatWasThereBeforeIsSeen(Network net) throws Exception {
      assertThat(net.node("router").sh("nft list tables")).contains("prepared");
      assertThat(net.probe("lan", "ping 192.0.2.254")).answered();
    }

    @Test
    @Lab(from = "built")
    void aMethodWithItsOwnSharesNothing(Network net) throws Exception {
      assertThat(net.nodes()).map(Node::name).containsExactly("one", "two");
      assertThat(net.probe("one", "ping 192.0.2.2")).answered();
    }

    static LabBuilder built() {
      return dev.dejima.lab.Lab.named("built")
          .node("one", node -> node.device("eth0", "192.0.2.1/24"))
          .node("two", node -> node.device("eth0", "192.0.2.2/24"))
          .link("one:eth0", "two:eth0");
    }
  }

  /** What a class shares is there before its tests; what a method has is its own. */
  @Test
  void sharedAndOwnNetworksStandSideBySide() {
    Engine.capturing(captures)
        .run(WithConstructor.class)
        .testEvents()
        .assertStatistics(events -> events.succeeded(1).failed(0));
    Engine.capturing(captures)
        .run(Wired.class)
        .testEvents()
        .assertStatistics(events -> events.succeeded(2).failed(0));
  }

  @Fixture
  @Lab("/com/example/nat.yaml")
  static class WithConstructor {
    private final Network net;

    WithConstructor(Network net) {
      this.net = net;
    }

    @Test
    void itIsTheNetworkOfTheTest(Network same) throws Exception {
      net.node("router").nft("add table ip here");
      assertThat(same.node("router").sh("nft list tables")).contains("here");
    }
  }

  @Fixture
  @Lab(value = "/com/example/nat.yaml", per = Lab.Per.CLASS)
  static class SharedAtTheSameTime {
    private static final List<String> GOING_ON = new CopyOnWriteArrayList<>();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void alone(@SuppressWarnings("unused") int number, Node lan) throws Exception {
      GOING_ON.add("begin");
      lan.listen("tcp 80");
      assertThat(lan.probe("tcp 192.0.2.1:80")).connected();
      GOING_ON.add("end");
    }
  }

  @Test
  void testsThatShareFollowEachOther() {
    parallel()
        .run(SharedAtTheSameTime.class)
        .testEvents()
        .assertStatistics(events -> events.succeeded(THREADS).failed(0));
    assertThat(String.join(" ", SharedAtTheSameTime.GOING_ON))
        .isEqualTo("begin end begin end begin end begin end");
  }
}
