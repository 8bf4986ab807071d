package dev.dejima.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NftToolTest {
  @TempDir Path directory;
  private Console console;

  @BeforeEach
  void open() {
    console = new Console(directory);
  }

  @AfterEach
  void close() {
    console.close();
  }

  private String file(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text).toString();
  }

  @Test
  void listsWhatWasAdded() {
    assertThat(console.run("nft list ruleset")).isEmpty();
    console.run("nft create table ip nat");
    console.run("nft add chain ip nat PREROUTING { type nat hook prerouting priority dstnat\\; }");
    console.run("nft add rule ip nat PREROUTING tcp dport 54321 dnat to 192.0.2.1");
    assertThat(console.run("nft -a list ruleset"))
        .isEqualTo(
            """
            table ip nat { # handle 1
            \tchain PREROUTING { # handle 1
            \t\ttype nat hook prerouting priority dstnat; policy accept;
            \t\ttcp dport 54321 dnat to 192.0.2.1 # handle 2
            \t}
            }
            """);
    assertThat(console.run("nft -j list tables"))
        .contains("{\"table\": {\"family\": \"ip\", \"name\": \"nat\", \"handle\": 1}}");
  }

  @Test
  void aBatchIsCommittedWholeOrNotAtAll() throws IOException {
    String text =
        """
        add table ip t
        add chain ip t c
        add rule ip t c jump nope
        add rule ip t none accept
        """;
    String path = file("two.nft", text);
    assertThat(console.run("nft -f " + path))
        .isEqualTo(
            """
            %1$s:3:22-25: Error: Could not process rule: No such file or directory
            add rule ip t c jump nope
                                 ^^^^
            %1$s:4:15-18: Error: Could not process rule: No such file or directory
            add rule ip t none accept
                          ^^^^
            """
                .formatted(path));
    assertThat(console.status()).isEqualTo(1);
    assertThat(console.run("nft list ruleset")).isEmpty();
  }

  @Test
  void checkingChangesNothing() {
    assertThat(console.run("nft -c add table ip t")).isEmpty();
    assertThat(console.run("nft list ruleset")).isEmpty();
  }

  @Test
  void includes() throws IOException {
    String part = file("part.nft", "define ports = { 22, 80 }\n");
    String whole =
        file(
            "whole.nft",
            "include \"" + part + "\"\ntable ip t { chain c { tcp dport $ports accept; }; }\n");
    assertThat(console.run("nft -f " + whole)).isEmpty();
    assertThat(console.run("nft list table ip t")).contains("\t\ttcp dport { 22, 80 } accept\n");
    file("part.nft", "define ports =\n");
    assertThat(console.run("nft -f " + whole))
        .startsWith(
            "In file included from "
                + whole
                + ":1:1-"
                + (part.length() + 11)
                + ":\n"
                + part
                + ":1:")
        .contains("syntax error, unexpected newline");
  }

  @Test
  void readsJson() throws IOException {
    String path =
        file("a.json", "{\"nftables\":[{\"add\":{\"table\":{\"family\":\"ip\",\"name\":\"x\"}}}]}");
    assertThat(console.run("nft -j -f " + path)).isEmpty();
    assertThat(console.run("nft list tables")).isEqualTo("table ip x\n");
    String bad = file("b.json", "{\"nftables\":[{\"add\":{\"table\":{\"family\":\"ip\"}}}]}");
    assertThat(console.run("nft -j -f " + bad)).contains("name");
    assertThat(console.status()).isEqualTo(1);
  }

  @Test
  void underlinesTheHandleThatIsNotThere() {
    console.run("nft add table ip t; nft add chain ip t c");
    assertThat(console.run("nft delete rule ip t c handle 99"))
        .isEqualTo(
            """
            Error: Could not process rule: No such file or directory
            delete rule ip t c handle 99
                                      ^^
            """);
  }

  @Test
  void numbersInsteadOfWords() {
    console.run("nft add table ip t; nft add chain ip t c");
    console.run("nft add rule ip t c ct state established,related accept");
    assertThat(console.run("nft -n list chain ip t c")).contains("ct state 0x2,0x4 accept");
  }

  @Test
  void showsTheExpressions() {
    console.run("nft add table ip t; nft add chain ip t c");
    assertThat(console.run("nft --debug=netlink add rule ip t c tcp dport 80 accept"))
        .contains(
            "ip t c\n", "  [ meta load l4proto => reg 1 ]\n", "  [ immediate reg 0 accept ]\n");
  }

  @Test
  void refusesWhatItDoesNotKnow() {
    assertThat(console.run("nft --foo list")).isEqualTo("nft: unrecognized option '--foo'\n");
    assertThat(console.run("nft -f " + directory.resolve("nope")))
        .contains("internal:0:0-0: Error: Could not open file");
    assertThat(console.status()).isEqualTo(1);
    assertThat(console.run("nft lsit ruleset")).contains("^^^^", "did you mean ‘list’?");
  }
}
