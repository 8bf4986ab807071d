package dev.dejima.cli;

import dev.dejima.kernel.Kernel;
import dev.dejima.kernel.KernelOptions;
import dev.dejima.lab.LabException;
import dev.dejima.lab.init.LabSketch;
import dev.dejima.netstack.NetstackProvider;
import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code dejima init}: the first lab of one's own. */
@Command(
    name = "init",
    mixinStandardHelpOptions = true,
    description = {
      "Writes a lab: of a ruleset (--from), whose interfaces and addresses tell the network,",
      "with a test for each of its rules; or of a few questions, whose answers may be options."
    })
final class InitCommand implements Callable<Integer> {
  private static final String RULESET =
      """
      table inet filter {
      	chain input {
      		type filter hook input priority filter; policy drop;
      		ct state established,related accept
      		iif "lo" accept
      		icmp type echo-request accept
      		iifname "INSIDE" accept
      	}
      	chain forward {
      		type filter hook forward priority filter; policy drop;
      		ct state established,related accept
      		iifname "INSIDE" oifname "OUTSIDE" accept
      		iifname "OUTSIDE" ct status dnat accept
      	}
      }
      table ip nat {
      	chain prerouting {
      		type nat hook prerouting priority dstnat;
      		iifname "OUTSIDE" tcp dport PORT dnat to SERVER
      	}
      	chain postrouting {
      		type nat hook postrouting priority srcnat;
      		oifname "OUTSIDE" masquerade
      	}
      }
      """;

  @Option(names = "--from", paramLabel = "RULESET", description = "A file for nft -f.")
  @Nullable Path from;

  @Option(names = "--name", paramLabel = "NAME", description = "What the lab is called.")
  @Nullable String name;

  @Option(names = "--outside", paramLabel = "DEVICE", description = "The router's way out.")
  @Nullable String outside;

  @Option(names = "--inside", paramLabel = "DEVICE", description = "Where its own network is.")
  @Nullable String inside;

  @Option(names = "--port", paramLabel = "N", description = "The port that strangers may reach.")
  @Nullable String port;

  @Option(names = "--server", paramLabel = "ADDRESS[:PORT]", description = "Who serves it.")
  @Nullable String server;

  @Option(names = "--force", description = "Write over files that are there.")
  boolean force;

  @Parameters(arity = "0..1", paramLabel = "DIR", description = "Where to; here unless given.")
  Path directory = Path.of("");

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path ruleset = from == null ? Path.of("ruleset.nft") : from;
    Path lab = directory.resolve("lab.yaml");
    Path copy = directory.resolve(String.valueOf(ruleset.getFileName()));
    boolean isSame = from != null && copy.toAbsolutePath().equals(from.toAbsolutePath());
    refuseToOverwrite(lab);
    if (!isSame) {
      refuseToOverwrite(copy);
    }
    String text = from == null ? asked() : ShCommand.read("init", from.toString());
    Files.createDirectories(directory.toAbsolutePath());
    if (!isSame) {
      Files.writeString(copy, text);
    }
    Path parent = copy.toAbsolutePath().normalize().getParent();
    Path folder = parent == null ? null : parent.getFileName();
    String called = name != null ? name : folder == null ? "lab" : folder.toString();
    try {
      int tests = LabSketch.write(called, copy, InitCommand::kernel);
      System.out.printf("%s has %d tests; run them: dejima run %s%n", lab, tests, lab);
    } catch (LabException e) {
      throw new Problem(ExitStatus.WRONG_INPUT, String.valueOf(e.getMessage()));
    }
    return ExitStatus.OK;
  }

  private static Kernel kernel() {
    return new NetstackProvider().open(KernelOptions.DEFAULT);
  }

  private void refuseToOverwrite(Path file) {
    if (!force && Files.exists(file)) {
      throw new Problem(
          ExitStatus.WRONG_INPUT, "dejima init: " + file + " is there; --force writes over it");
    }
  }

  /** A router with one port forwarded, by the answers to four questions. */
  private String asked() {
    return RULESET
        .replace("OUTSIDE", answer(outside, "The router's interface to the Internet", "wan0"))
        .replace("INSIDE", answer(inside, "Its interface to the network behind it", "lan0"))
        .replace("PORT", answer(port, "The TCP port that strangers may reach", "8080"))
        .replace("SERVER", answer(server, "Who serves it, ADDRESS:PORT", "192.168.1.10:80"));
  }

  /** What an option says, or who sits at the terminal; the usual where there is neither. */
  private static String answer(@Nullable String given, String question, String usual) {
    if (given != null) {
      return given;
    }
    Console console =
        Optional.ofNullable(System.console()).filter(Console::isTerminal).orElse(null);
    String line = console == null ? null : console.readLine("%s [%s]: ", question, usual);
    return line == null || line.isBlank() ? usual : line.strip();
  }
}
