package dev.dejima.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dejima.packet.pcap.CaptureReader;
import dev.dejima.packet.pcap.CapturedFrame;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.testkit.engine.EngineExecutionResults;

/** What a test says that fails, as golden texts, and the capture that it leaves. */
class FailureTest {
  private static final Path GOLDEN = Path.of("src/test/resources/golden");

  @TempDir private Path captures = Path.of("");

  @Fixture
  @Lab("/com/example/nat.yaml")
  static class PolicyDrops {
    @Test
    void open(Node lan, Node router, Node wan) throws Exception {
      router.nft("delete rule ip filter forward handle " + handle(router));
      lan.listen("tcp 54321");
      assertThat(wan.probe("tcp 203.0.113.254:54321")).as("from outside").connected();
    }

    private static String handle(Node router) throws Exception {
      return router.sh("nft -a list chain ip filter forward | grep dnat | cut -d# -f2 | cut -c9-");
    }
  }

  @Fixture
  @Lab("/com/example/nat.yaml")
  static class NobodyListens {
    @Test
    void open(Node wan) throws Exception {
      assertThat(wan.probe("tcp 203.0.113.254:54321")).connected();
    }
  }

  @Fixture
  @Lab("/com/example/nat.yaml")
  static class AnotherRule {
    @Test
    void open(Node lan, Node wan) throws Exception {
      lan.listen("tcp 54321");
      assertThat(wan.probe("tcp 203.0.113.254:54321"))
          .connected()
          .translatedTo("192.0.2.1:54321")
          .by("dnat.nft:5");
    }
  }

  @Fixture
  @Lab("/com/example/nat.yaml")
  static class AnotherWay {
    @Test
    void dropped(Node wan) throws Exception {
      assertThat(wan.trace("tcp 192.0.2.1:22")).answered();
    }
  }

  @Fixture
  @Lab("/com/example/nat.yaml")
  static class WithoutFailure {
    @Test
    void open(Node wan) throws Exception {
      assertThat(wan.probe("ping 203.0.113.254")).answered();
    }
  }

  private void compare(Class<?> fixture, String kernel) throws Exception {
    String text =
        Engine.capturing(captures)
            .with("dejima.kernel", kernel)
            .failure(fixture)
            .replace(captures.toString(), "CAPTURES");
    Path golden = GOLDEN.resolve(fixture.getSimpleName() + "-" + kernel + ".txt");
    String shown = kernel.equals("linux") ? withoutChance(text) : text;
    if (Boolean.getBoolean("golden.rewrite")) {
      Files.createDirectories(GOLDEN);
      Files.writeString(golden, shown);
    }
    assertThat(shown).isEqualTo(Files.readString(golden));
  }

  /** The ports of the real kernel are its own, and so is what the ladder shows. */
  private static String withoutChance(String text) {
    return text.replaceAll("(?s)\n +ms  .*", "\nLADDER\n")
        .replaceAll("\\b(?!54321)(3[2-9]|[45][0-9]|60)[0-9]{3}\\b", "PORT")
        .replaceAll("seq [0-9]+, win [0-9]+", "seq N, win N");
  }

  @ParameterizedTest
  @ValueSource(
      classes = {PolicyDrops.class, NobodyListens.class, AnotherRule.class, AnotherWay.class})
  void saysWhatWhyAndHow(Class<?> fixture) throws Exception {
    compare(fixture, "netstack");
  }

  @ParameterizedTest
  @Tag("linux")
  @ValueSource(classes = {PolicyDrops.class, AnotherWay.class})
  void saysItOnTheRealKernel(Class<?> fixture) throws Exception {
    RealKernel.assumeUsable("linux");
    compare(fixture, "linux");
  }

  @Test
  void aCaptureIsKept() throws Exception {
    EngineExecutionResults results = Engine.capturing(captures).run(NobodyListens.class);
    Path file = captures.resolve(NobodyListens.class.getName()).resolve("open.pcapng");
    assertThat(file).exists();
    results.testEvents().reportingEntryPublished().assertThatEvents().hasSize(1);
    int frames = 0;
    try (CaptureReader reader = CaptureReader.open(Files.newInputStream(file))) {
      for (Optional<CapturedFrame> f = reader.next(); f.isPresent(); f = reader.next()) {
        frames++;
      }
    }
    // ARP, SYN and reset on both links, seen at both ends; and once more for the explanation.
    assertThat(frames).isGreaterThanOrEqualTo(4 * 4);
  }

  @Test
  void capturesAreKeptAsIsAsked() throws Exception {
    Path file = captures.resolve(WithoutFailure.class.getName()).resolve("open.pcapng");
    Engine.capturing(captures).run(WithoutFailure.class);
    assertThat(file).doesNotExist();
    Engine.capturing(captures).with("dejima.captures", "always").run(WithoutFailure.class);
    assertThat(file).exists();
    Engine.capturing(captures).with("dejima.captures", "never").run(NobodyListens.class);
    assertThat(captures.resolve(NobodyListens.class.getName())).doesNotExist();
  }

  @Fixture
  @Lab("/com/example/nat.yaml")
  static class Background {
    @Test
    void fails(Node lan) throws Exception {
      lan.start(
              _ -> {
                throw new java.io.IOException("the server broke");
              })
          .awaitReady();
    }
  }

  @Test
  void aProcessThatNobodyAsksFailsItsTest() {
    assertThat(Engine.capturing(captures).failure(Background.class)).isEqualTo("the server broke");
  }

  @Fixture
  @Lab("no-such.yaml")
  static class NoLab {
    @Test
    void never(Network net) {}
  }

  @Fixture
  @Lab("/com/example/nat.yaml")
  static class NoNode {
    @Test
    void never(Node wam) {}
  }

  @Test
  void mistakesAreNamed() {
    Engine engine = Engine.capturing(captures);
    assertThat(engine.failure(NoLab.class))
        .isEqualTo(
            "@Lab of NoLab: \nno-such.yaml: error: no such file, expected a lab file or a"
                + " directory with one");
    assertThat(engine.failure(NoNode.class)).contains("no node 'wam'; did you mean wan?");
    assertThat(engine.with("dejima.kernel", "bsd").failure(NobodyListens.class))
        .isEqualTo("unknown kernel \"bsd\"; known: linux, netstack");
  }
}
