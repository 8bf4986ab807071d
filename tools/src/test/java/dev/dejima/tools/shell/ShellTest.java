package dev.dejima.tools.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dejima.tools.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ShellTest {
  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "echo a  b,a b",
        "echo 'a  b' \"c  d\",a  b c  d",
        "echo a\\;b a\\ b,a;b a b",
        "echo \"a\\\"b\" 'a\"b' \"a'b\",a\"b a\"b a'b",
        "echo a # b,a",
        "echo a#b '#',a#b #",
        "echo '$x' \"$\" \"\\$x\",$x $ $x",
        "echo \"\" ''x,` x`",
        "echo -n a; echo b,ab",
        "echo a | cat | cat,a",
        "true && echo a || echo b,a",
        "false && echo a || echo b,b",
        "true || echo a && echo b,b",
        "false; echo a,a",
        "sudo -n echo a,a"
      })
  void runsLinesAsAShellDoes(String line, String expected) {
    try (Console console = new Console()) {
      assertThat(console.run(line)).isEqualTo(expected + "\n");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "echo `x,1,6",
    "echo \"a $(b\",1,12",
    "if true; then echo; done,1,21",
    "for i in 1 2; echo; done,1,15",
    "while true; do echo,1,20",
    "[[ a = b ]],1,1",
    "echo ${x//a/b},1,6",
    "echo <(true),1,6",
    "echo a &> f,1,8",
    "exec 3>f,1,6",
    "a | | b,1,5",
    "&& a,1,1",
    "echo >,1,7",
    "echo 'a,1,6",
    "a & & b,1,5"
  })
  void saysWhereALineIsWrong(String line, int row, int column) {
    assertThatThrownBy(() -> Script.parse(line, 1))
        .isInstanceOfSatisfying(
            ShellSyntaxException.class,
            e -> {
              assertThat(e.line()).isEqualTo(row);
              assertThat(e.column()).isEqualTo(column);
            });
  }

  @Test
  void linesAreJoinedByBackslashesAndOperators() {
    try (Console console = new Console()) {
      assertThat(console.run("echo a \\\n b\ntrue &&\n echo c\n# d\n\necho e |\ncat"))
          .isEqualTo("a b\nc\ne\n");
    }
  }

  @Test
  void redirections() throws IOException {
    try (Console console = new Console(directory)) {
      assertThat(console.run("echo a > f\necho b >> f\ncat < f")).isEqualTo("a\nb\n");
      assertThat(console.run("echo c >f\ncat <f | cat >g")).isEmpty();
      assertThat(console.run("cat < nope")).contains("nope: No such file or directory");
      assertThat(console.status()).isEqualTo(1);
    }
    assertThat(Files.readString(directory.resolve("g"))).isEqualTo("c\n");
  }

  @Test
  void statuses() {
    try (Console console = new Console()) {
      console.run("true | false");
      assertThat(console.status()).isEqualTo(1);
      console.run("false | true");
      assertThat(console.status()).isEqualTo(0);
      assertThat(console.run("nope"))
          .contains("nope: command not found", "known commands: [, cat,");
      assertThat(console.status()).isEqualTo(127);
      assertThat(console.run("echo a; exit 3; echo b")).isEqualTo("a\n");
      assertThat(console.status()).isEqualTo(3);
    }
  }

  @Test
  void theNextLineStartsWhenTheBackgroundListens() {
    try (Console console = new Console().wired()) {
      String text =
          console.run(
              """
              ip netns exec b nc -lnv 5000 &
              echo hello | ip netns exec a nc -N 10.0.0.2 5000
              wait
              echo done
              """);
      assertThat(text)
          .matches(
              "Listening on 0.0.0.0 5000\nConnection received on 10.0.0.1 \\d+\nhello\ndone\n");
    }
  }

  @Test
  void theEndInterruptsTheBackground() {
    try (Console console = new Console().wired()) {
      console.run("ip netns exec b tcpdump -tnl -i vb icmp &\nip netns exec a ping -c 1 10.0.0.2");
      assertThat(console.end())
          .isEqualToIgnoringNewLines(
              "2 packets captured\n2 packets received by filter\n0 packets dropped by kernel\n");
    }
  }
}
