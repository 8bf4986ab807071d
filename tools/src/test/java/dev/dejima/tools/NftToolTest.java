package dev.dejima.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
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

  @Test
  void echoesJsonWithTheHandlesOfWhatItMade() throws IOException {
    String path =
        file(
            "commands.json",
            """
            {"nftables": [{"metainfo": {}}, {"add": {"table": {"family": "ip", "name": "t"}}},
            {"chain": {"family": "ip", "table": "t", "name": "c", "handle": 77}},
            {"insert": {"rule": {"family": "ip", "table": "t", "chain": "c", "expr": [{"drop": null}]}}},
            {"add": {"table": {"family": "ip", "name": "t"}}}, {"list": {"tables": null}}]}
            """);
    assertThat(console.run("nft -j -e -f " + path))
        .endsWith(
            "{\"nftables\": [{\"metainfo\": {}}, {\"add\": {\"table\": {\"family\": \"ip\","
                + " \"name\": \"t\", \"handle\": 1}}}, {\"chain\": {\"family\": \"ip\", \"table\":"
                + " \"t\", \"name\": \"c\", \"handle\": 1}}, {\"insert\": {\"rule\": {\"family\":"
                + " \"ip\", \"table\": \"t\", \"chain\": \"c\", \"expr\": [{\"drop\": null}],"
                + " \"handle\": 2}}}, {\"add\": {\"table\": {\"family\": \"ip\", \"name\":"
                + " \"t\"}}}, {\"list\": {\"tables\": null}}]}");
    assertThat(console.run("nft -j -e insert rule ip t c accept"))
        .startsWith("{\"nftables\": [{\"insert\"");
  }

  @Test
  void echoesWhatTheKernelMade() {
    console.run("nft add table ip t; nft add chain ip t c");
    assertThat(console.run("nft -ea add rule t c tcp dport { 22, 80 } accept"))
        .startsWith("add rule ip t c tcp dport { 22, 80 } accept # handle ")
        .contains("\n# new generation ");
    assertThat(console.run("nft -e add chain t d { type filter hook input priority 0\\; }"))
        .startsWith(
            "add chain ip t d { type filter hook input priority filter; policy accept; }\n");
    assertThat(
            console.run(
                "nft -e add set t s { type ipv4_addr\\; flags interval\\; elements = { 10.0.0.0/8 }"
                    + "\\; }"))
        .startsWith(
            "add set ip t s { type ipv4_addr; flags interval; } \n"
                + "add element ip t s { 10.0.0.0/8 }\n");
    assertThat(console.run("nft -ej add table u"))
        .startsWith("{\"nftables\": [{\"add\": {\"table\": {\"family\": \"ip\", \"name\": \"u\"");
    assertThat(console.run("nft -ec add table v")).isEmpty();
  }

  @Test
  void listsWhatTheSameRunDeclares() {
    assertThat(console.run("nft 'add table t; add chain t c; add rule t c accept; list ruleset'"))
        .isEqualTo("table ip t {\n\tchain c {\n\t}\n}\n");
    assertThat(console.run("nft 'list tables; delete table t'")).isEmpty();
    assertThat(console.run("nft list tables")).isEmpty();
    assertThat(console.run("nft 'add table u; list table nope'")).contains("No such file");
    assertThat(console.run("nft list tables")).isEmpty();
  }

  @Test
  void watches() {
    console.run("nft monitor & nft -j monitor new tables &");
    String said =
        console.run(
            "nft add table t; nft add chain t c; nft add rule t c drop; nft insert rule t c"
                + " counter; nft delete rule t c handle 2; nft flush ruleset; sleep 0.1");
    assertThat(said)
        .contains(
            "add table ip t\n",
            "add chain ip t c\n",
            "add rule ip t c drop\n",
            "insert rule ip t c counter packets 0 bytes 0\n",
            "delete rule ip t c handle 2\n",
            "delete table ip t\n",
            "{\"add\": {\"table\": {\"family\": \"ip\", \"name\": \"t\", \"handle\": 1}}}\n");
  }

  @Test
  void describes() {
    assertThat(console.run("nft describe ip saddr"))
        .isEqualTo(
            "payload expression, datatype ipv4_addr (IPv4 address) (basetype integer), 32 bits\n");
    assertThat(console.run("nft describe ct_dir"))
        .isEqualTo(
            """
            datatype ct_dir (conntrack direction) (basetype integer), 8 bits

            pre-defined symbolic constants (in decimal):
            \toriginal                      \t                   0
            \treply                         \t                   1
            """);
    assertThat(console.run("nft describe meta iifname"))
        .isEqualTo(
            "meta expression, datatype ifname (network interface name) (basetype string), 16"
                + " characters\n");
    assertThat(console.run("nft describe @th,16,16"))
        .startsWith("payload expression, datatype inet_service (internet network service)");
    assertThat(console.run("nft describe ip frag-off"))
        .isEqualTo("payload expression, datatype integer (integer) (basetype integer), 16 bits\n");
    assertThat(console.run("nft describe jhash ip saddr mod 3"))
        .isEqualTo("hash expression, datatype integer (integer), 32 bits\n");
    assertThat(console.run("nft describe nonsense"))
        .isEqualTo("symbol expression, datatype invalid (invalid)\n");
  }

  @Test
  void optionsAreReadAsNftReadsThem() throws IOException {
    String file = file("v.nft", "table ip t { chain c { tcp dport $port accept; }; }\n");
    assertThat(console.run("nft -D port=22 -f " + file)).isEmpty();
    assertThat(console.run("nft list chain t c")).contains("tcp dport 22 accept");
    assertThat(console.run("nft -D port=22 list ruleset"))
        .isEqualTo("Error: -D/--define can only be used with -f/--filename\n");
    assertThat(console.run("nft -i -f " + file))
        .isEqualTo("Error: -i/--interactive and -f/--file options cannot be combined\n");
    assertThat(console.run("nft --numeric-p list ruleset"))
        .isEqualTo(
            "nft: option '--numeric-p' is ambiguous; possibilities: '--numeric-priority'"
                + " '--numeric-protocol'\n");
    assertThat(console.run("nft list ruleset -a"))
        .isEqualTo(
            """
            Error: syntax error, options must be specified before commands
            nft list ruleset -a\s
               ^             ~~
            """);
    assertThat(console.run("nft -d nonsense list ruleset"))
        .isEqualTo("Error: invalid debug parameter `nonsense'\n");
    assertThat(console.run("nft --help")).startsWith("Usage: nft [ options ] [ cmds... ]\n\n");
    assertThat(console.run("nft -c -f " + directory.resolve("none") + " list tables"))
        .isEqualTo("table ip t\n");
  }

  @Test
  void linesAreRunsOfTheirOwn() {
    assertThat(console.run("echo 'add table t\nnonsense\nlist tables\nquit\nadd table u' | nft -i"))
        .contains("table ip t\n", "syntax error, unexpected newline");
  }

  @Test
  void getsAndResetsWhatTheKernelHas() {
    console.run(
        "nft add table t; nft add chain t c; nft add rule t c counter packets 4 bytes 5;"
            + " nft add set t s { type ipv4_addr\\; flags interval\\; elements = { 10.0.0.0/8,"
            + " 192.0.2.1 }\\; }");
    assertThat(console.run("nft get element t s { 10.1.2.3 }"))
        .contains("elements = { 10.0.0.0/8 }");
    assertThat(console.run("nft get element t s { 11.1.2.3 }"))
        .isEqualTo(
            """
            Error: Could not process rule: No such file or directory
            get element t s { 11.1.2.3 }
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            """);
    assertThat(console.run("nft reset rules")).contains("counter packets 4 bytes 5");
    assertThat(console.run("nft list chain t c")).contains("counter packets 0 bytes 0");
  }

  @Test
  void aFileThatMemoryCannotHoldIsRefusedUnread() throws IOException {
    Path path = directory.resolve("large.nft");
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      file.setLength(Runtime.getRuntime().maxMemory());
    }
    assertThat(console.run("nft -c -f " + path)).contains("Error: File too large: ");
  }

  @Test
  void listsWhatSeesPackets() throws IOException {
    assertThat(console.run("nft list hooks")).isEmpty();
    String path =
        file(
            "hooks.nft",
            """
            table ip n { chain pre { type nat hook prerouting priority dstnat; tcp dport 80 dnat to 10.0.0.1; }; }
            table inet f { chain in { type filter hook input priority -5; }; }
            """);
    console.run("nft -f " + path);
    assertThat(console.run("nft list hooks ip"))
        .contains("\thook prerouting {\n\t\t-0000000400 ipv4_conntrack_defrag [nf_defrag_ipv4]\n")
        .contains("\t\t-0000000100 nf_nat_ipv4_pre_routing [nf_nat]\n\t}\n")
        .contains("\thook input {\n\t\t-0000000005 chain inet f in [nf_tables]\n");
    assertThat(console.run("nft list hooks ip6"))
        .isEqualTo(
            "family ip6 {\n\thook input {\n\t\t-0000000005 chain inet f in [nf_tables]\n\t}\n}\n");
    assertThat(console.run("nft list hooks prerouting"))
        .startsWith("Error: syntax error, unexpected string\n");
  }
}
