package dev.dejima.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the Java kernel cannot run can be checked all the same. */
class CheckTest {
  @TempDir Path directory;

  @Test
  void whatIsLegalPasses() throws IOException {
    String text =
        """
        table netdev n {
          chain i {
            type filter hook ingress device lo priority 0
            ip saddr 192.0.2.1 drop
            fwd to "lo"
          }
        }
        table bridge b { chain i { type filter hook input priority 0; vlan id 5 accept; }; }
        table inet x {
          counter k { }
          ct helper h { type "sane" protocol tcp; }
          flowtable f { hook ingress priority 0; devices = { lo }; }
          map o { type ipv4_addr : counter; elements = { 192.0.2.1 : "k" } }
          chain c {
            type filter hook forward priority 0
            counter name "k"
            flow add @f
            counter name ip saddr map @o
            fib saddr type local drop
            numgen inc mod 2 vmap { 0 : accept, 1 : drop }
          }
        }
        """;
    Path file = Files.writeString(directory.resolve("a.nft"), text);
    try (Console console = new Console(directory)) {
      assertThat(console.run("nft -c -f " + file)).isEmpty();
      assertThat(console.run("nft list ruleset")).isEmpty();
      assertThat(console.run("nft -f " + file)).contains("Operation not supported");
      assertThat(console.run("nft list ruleset")).isEmpty();
    }
  }

  @Test
  void whatIsNotLegalDoesNot() throws IOException {
    String text = "table bridge b { }\ntable ip t { chain c { jump nope; }; }\n";
    Path file = Files.writeString(directory.resolve("a.nft"), text);
    try (Console console = new Console(directory)) {
      assertThat(console.run("nft -c -f " + file))
          .contains("a.nft:2:29-32: Error: Could not process rule: No such file or directory");
      assertThat(console.run("nft list ruleset")).isEmpty();
    }
  }
}
