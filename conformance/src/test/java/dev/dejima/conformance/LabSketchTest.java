package dev.dejima.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dejima.kernel.Kernel;
import dev.dejima.kernel.KernelOptions;
import dev.dejima.lab.LabException;
import dev.dejima.lab.file.LabFile;
import dev.dejima.lab.init.LabSketch;
import dev.dejima.lab.run.LabRun;
import dev.dejima.lab.run.TestResult;
import dev.dejima.netstack.NetstackProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A lab that is made of a ruleset passes at once, and tests what the rules do. */
class LabSketchTest {
  private static final String GATEWAY =
      """
      define WAN = "eth0"
      table inet fw {
        chain input {
          type filter hook input priority 0; policy drop;
          ct state established,related accept
          tcp dport 22 accept
          iifname $WAN tcp dport 25 reject with tcp reset
        }
        chain forward {
          type filter hook forward priority 0; policy drop;
          ct state established,related accept
          iifname "eth1" oifname $WAN accept
          ct status dnat accept
          iifname "eth2" oifname "eth1" reject
        }
      }
      table ip nat {
        chain pre {
          type nat hook prerouting priority dstnat;
          iifname $WAN ip daddr 198.51.100.7 tcp dport 8080 dnat to 10.1.0.5:80
          iifname $WAN udp dport 5353 dnat to 10.2.0.9:53
        }
        chain post {
          type nat hook postrouting priority srcnat;
          oifname $WAN masquerade
        }
      }
      """;

  @TempDir Path directory;

  private static Kernel kernel() {
    return new NetstackProvider().open(KernelOptions.DEFAULT);
  }

  private List<TestResult> results(String ruleset) throws Exception {
    Path file = directory.resolve("rules.nft");
    Files.writeString(file, ruleset);
    int tests = LabSketch.write("sketch", file, LabSketchTest::kernel);
    try (Kernel kernel = kernel()) {
      List<TestResult> results = LabRun.run(LabFile.read(directory), kernel).tests();
      assertThat(results).hasSize(tests).isNotEmpty();
      assertThat(results).allSatisfy(r -> assertThat(r.failures()).as(r.test().name()).isEmpty());
      return results;
    }
  }

  private static String outcome(List<TestResult> results, String rule) {
    return results.stream()
        .filter(result -> result.test().name().startsWith(rule))
        .map(result -> result.probes().getFirst().answer().word())
        .findFirst()
        .orElse("no test");
  }

  @Test
  void rulesHaveTests() throws Exception {
    List<TestResult> results = results(GATEWAY);
    assertThat(outcome(results, "tcp dport 22 accept")).isEqualTo("connected");
    assertThat(outcome(results, "iifname \"eth0\" tcp dport 25 reject")).isEqualTo("refused");
    assertThat(outcome(results, "iifname \"eth1\" oifname \"eth0\" accept")).isEqualTo("connected");
    assertThat(outcome(results, "iifname \"eth2\" oifname \"eth1\" reject")).isEqualTo("refused");
    assertThat(outcome(results, "iifname \"eth0\" ip daddr 198.51.100.7")).isEqualTo("connected");
    assertThat(outcome(results, "iifname \"eth0\" udp dport 5353")).isEqualTo("connected");
    assertThat(outcome(results, "oifname \"eth0\" masquerade (inside)")).isEqualTo("connected");
    assertThat(outcome(results, "outside to the router, any port")).isEqualTo("timeout");
    assertThat(Files.readString(directory.resolve("lab.yaml")))
        .contains("198.51.100.7/24", "packet: \"198.51.100.7.* > ", "> 10.1.0.5.80: *\"");
  }

  static Stream<Path> examples() throws Exception {
    try (Stream<Path> files = Files.walk(Path.of("../examples"), 3)) {
      return files.filter(file -> file.toString().endsWith(".nft")).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void ofExamples(Path ruleset) throws Exception {
    results(Files.readString(ruleset));
  }

  static Stream<Long> seeds() {
    return Stream.iterate(1L, seed -> seed + 1).limit(30);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void ofRandomRulesets(long seed) throws Exception {
    results(random(new Random(seed)));
  }

  private static String random(Random random) {
    StringBuilder text = new StringBuilder("table inet t {\n");
    for (String hook : List.of("input", "forward")) {
      text.append(
          "chain %s { type filter hook %s priority %d; policy %s;\n"
              .formatted(hook, hook, random.nextInt(3), pick(random, "accept", "drop")));
      for (int i = random.nextInt(5); i >= 0; i--) {
        text.append(pick(random, "iifname \"a0\" ", "oifname \"b0\" ", "iif \"c0\" ", ""))
            .append(
                pick(
                    random,
                    "tcp dport 80 ",
                    "udp dport { 53, 123 } ",
                    "icmp type echo-request ",
                    "ip saddr 10.9.0.0/16 ",
                    "ct state new "))
            .append(
                pick(random, "accept", "drop", "reject", "counter", "limit rate 2/minute accept"))
            .append('\n');
      }
      text.append("}\n");
    }
    text.append("chain n { type nat hook prerouting priority -100;\n");
    if (random.nextBoolean()) {
      text.append("tcp dport 8080 dnat ip to 10.9.0.%d:80\n".formatted(1 + random.nextInt(250)));
    }
    text.append("}\nchain m { type nat hook postrouting priority 100;\n");
    text.append(
        pick(random, "oifname \"c0\" masquerade\n", "", "oifname \"c0\" snat ip to 192.0.2.77\n"));
    return text.append("}\n}\n").toString();
  }

  private static String pick(Random random, String... words) {
    return words[random.nextInt(words.length)];
  }

  @Test
  void aWrongRulesetIsTold() throws Exception {
    Path file = directory.resolve("wrong.nft");
    Files.writeString(file, "table ip t {\nchain c { acept; }\n}\n");
    assertThatThrownBy(() -> LabSketch.write("x", file, LabSketchTest::kernel))
        .isInstanceOf(LabException.class)
        .hasMessageContaining("wrong.nft:2:");
  }
}
