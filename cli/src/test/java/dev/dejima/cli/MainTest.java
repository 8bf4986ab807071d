package dev.dejima.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the program says and how it ends. */
class MainTest {
  private static final String LAB =
      """
      name: two
      nodes:
        a: { interfaces: { eth0: 192.0.2.1/24 } }
        b: { interfaces: { eth0: 192.0.2.2/24 } }
      links:
        - [ "a:eth0", "b:eth0" ]
      tests:
        - name: port 80
          connect: { from: a, to: "192.0.2.2:80" }
          expect: %s
      """;

  private final PrintStream out = System.out;
  private final PrintStream err = System.err;
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  @TempDir Path directory = Path.of("");

  @BeforeEach
  void listen() {
    PrintStream both = new PrintStream(said, true, StandardCharsets.UTF_8);
    System.setOut(both);
    System.setErr(both);
  }

  @AfterEach
  void restore() {
    System.setOut(out);
    System.setErr(err);
  }

  private String said() {
    return said.toString(StandardCharsets.UTF_8);
  }

  private String lab(String text) throws IOException {
    return Files.writeString(directory.resolve("lab.yaml"), text).toString();
  }

  @ParameterizedTest
  @CsvSource({"-h", "--help", "-V", "--version"})
  void saysOfItselfWhatPicocliWouldSay(String option) {
    assertThat(Main.run(option)).isEqualTo(ExitStatus.OK);
    String quick = said();
    said.reset();
    assertThat(Program.run(option)).isEqualTo(ExitStatus.OK);
    assertThat(quick).isNotBlank().isEqualTo(said());
  }

  @Test
  void aProbesWayIsDrawnAndSoAreItsPackets() throws IOException {
    String lab = lab(LAB.formatted("refused"));
    assertThat(Main.run("draw", "--ascii", "--flow", "a tcp 192.0.2.2:80", lab)).isZero();
    assertThat(said()).contains("======>=", "v connected", "> receives and answers");
    Path way = directory.resolve("way.svg");
    assertThat(Main.run("draw", "--test", "port 80", "-o", way.toString(), lab)).isZero();
    assertThat(way).content().contains("refused", "class=\"d-forth\"");
    Path ladder = directory.resolve("ladder.svg");
    assertThat(Main.run("draw", "--test", "port 80", "--ladder", "-o", ladder.toString(), lab))
        .isZero();
    assertThat(ladder).content().contains("[R.], seq 0");
    assertThat(Main.run("draw", "--test", "port 81", lab)).isEqualTo(2);
    assertThat(said()).contains("no test \"port 81\"; there are:");
    assertThat(Main.run("draw", "--flow", "c tcp 192.0.2.2:80", lab)).isEqualTo(2);
    assertThat(Main.run("draw", "--ladder", lab)).isEqualTo(2);
  }

  @Test
  void aRunIsReportedAsAPage() throws IOException {
    Path page = directory.resolve("report.html");
    String lab = lab(LAB.formatted("connected"));
    assertThat(Main.run("run", "--report", page.toString(), lab)).isEqualTo(1);
    assertThat(page)
        .content()
        .startsWith("<!DOCTYPE html>")
        .contains("<title>1 failed – two</title>", "expected connected, but it was refused");
  }

  @Test
  void aNetworkIsDrawnInTheTerminalAndAsSvg() throws IOException {
    assertThat(Main.run("draw", "--ascii", lab(LAB.formatted("refused")))).isZero();
    assertThat(said()).contains("| eth0  192.0.2.1/24 +------+ eth0  192.0.2.2/24 |");
    Path file = directory.resolve("network.svg");
    assertThat(Main.run("draw", "-o", file.toString(), directory.toString())).isZero();
    assertThat(file).content().startsWith("<svg ").contains("192.0.2.2/24");
  }

  @Test
  void endsWithZeroWhenAllTestsPassed() throws IOException {
    assertThat(Main.run("run", lab(LAB.formatted("refused")))).isEqualTo(ExitStatus.OK);
    assertThat(said()).contains("PASS  port 80").contains("1 test passed");
  }

  @Test
  void endsWithOneWhenATestFailed() throws IOException {
    assertThat(Main.run("run", lab(LAB.formatted("connected")))).isEqualTo(ExitStatus.FAILED);
    assertThat(said()).contains("FAIL  port 80");
  }

  @Test
  void endsWithTwoAndThePlaceWhenTheInputIsWrong() throws IOException {
    assertThat(Main.run("run", lab(LAB.formatted("conected")))).isEqualTo(ExitStatus.WRONG_INPUT);
    assertThat(said()).contains("lab.yaml:10:").contains("connected").contains("^");
  }

  @Test
  void anUnknownKernelIsWrongInput() throws IOException {
    assertThat(Main.run("run", "--kernel", "plan9", lab(LAB.formatted("refused"))))
        .isEqualTo(ExitStatus.WRONG_INPUT);
    assertThat(said()).contains("unknown kernel \"plan9\"; known: netstack, linux");
  }

  @ParameterizedTest
  @CsvSource({
    "true,0",
    "false,1",
    "exit 7,7",
    "ip netns add a && ip -n a link set lo up && ip netns exec a ping -q -c 1 127.0.0.1 > DIR/x,0",
    "sleep 3600 && true,0",
    "echo 'open,2",
  })
  void aScriptEndsAsItsLastCommandDoes(String line, int status) {
    assertThat(Main.run("sh", "-c", line.replace("DIR", directory.toString()))).isEqualTo(status);
  }

  @Test
  void aRulesetIsCheckedWithoutRoot() throws IOException {
    Path ruleset =
        Files.writeString(directory.resolve("r.nft"), "table ip t { chain c { accept; }; }\n");
    assertThat(Main.run("nft", "-c", "-f", ruleset.toString())).isEqualTo(0);
  }

  @Test
  void saysWhichKernelsThereAre() {
    assertThat(Main.run("kernel")).isEqualTo(ExitStatus.OK);
    assertThat(said()).contains("netstack  Linux").contains("no  bridges");
  }
}
