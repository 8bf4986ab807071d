package dev.dejima.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What the build runs once, so that the classes of the usual commands come out of the start-up
 * archive (JEP 514). Its output goes nowhere.
 */
final class Training {
  /** Of every kind of statement that rulesets have most of. */
  private static final String RULESET =
      """
      table inet t {
        set s { type ipv4_addr; flags interval; elements = { 192.0.2.0/24, 198.51.100.1-198.51.100.9 }; }
        set a { type ipv4_addr; elements = { 192.0.2.1, 192.0.2.2 }; }
        map m { type inet_service : ipv4_addr; elements = { 80 : 192.0.2.1, 443 : 192.0.2.2 }; }
        chain c {
          type filter hook input priority filter; policy drop;
          ct state established,related accept
          iifname "lo" accept
          ip saddr @s counter drop
          ip saddr 192.0.2.0/24 tcp dport { 22, 80-90 } accept
          meta l4proto icmp limit rate 10/second accept
          log prefix "in: " reject
        }
        chain n {
          type nat hook prerouting priority dstnat;
          iifname "eth0" ip daddr 203.0.113.1 tcp dport 8080 dnat ip to 192.0.2.1:80
        }
        chain m {
          type nat hook postrouting priority srcnat;
          oifname "eth0" masquerade
        }
      }
      """;

  private Training() {}

  /** Takes what to train: {@code nft}, or {@code all}. */
  public static void main(String[] args) throws IOException {
    System.setOut(new PrintStream(OutputStream.nullOutputStream()));
    if (args[0].equals("nft")) {
      nft();
    } else {
      all();
    }
  }

  /** Fails if nft refuses what it is to be trained with. */
  static void nft() throws IOException {
    Path ruleset = Files.createTempFile("dejima", ".nft");
    Path listed = Files.createTempFile("dejima", ".nft");
    Files.writeString(ruleset, RULESET);
    Files.writeString(listed, RULESET + "list ruleset\n");
    nft("-c", "-f", ruleset.toString());
    nft("-f", listed.toString());
    nft("-j", "-f", listed.toString());
    Files.delete(ruleset);
    Files.delete(listed);
  }

  private static void nft(String... arguments) {
    String[] words = Stream.concat(Stream.of("nft"), Stream.of(arguments)).toArray(String[]::new);
    if (Main.run(words) != 0) {
      throw new IllegalStateException(String.join(" ", words) + " failed");
    }
  }

  private static void all() {
    Main.run("--help");
    Main.run("--version");
    Main.run("kernel");
    Path examples = Path.of(System.getProperty("dejima.home", "../.."), "examples");
    Path example = examples.resolve("destination-nat");
    if (Files.isDirectory(example)) {
      Main.run("run", example.toString());
      Main.run("sh", example.resolve("commands.sh").toString());
    }
    System.exit(0);
  }
}
