package dev.dejima.conformance;

import dev.dejima.kernel.NetlinkException;
import dev.dejima.kernel.NfTables;
import dev.dejima.nft.compile.Compiler;
import dev.dejima.nft.compile.Environment;
import dev.dejima.nft.compile.Snapshot;
import dev.dejima.nft.expr.NewChain;
import dev.dejima.nft.expr.NewObject;
import dev.dejima.nft.expr.NewSet;
import dev.dejima.nft.expr.NewTable;
import dev.dejima.nft.expr.NftMessage;
import dev.dejima.nft.syntax.IncludeReader;
import dev.dejima.nft.syntax.NftParser;
import dev.dejima.tools.nft.RulesetDump;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * All that {@link RandomBatch} speaks of, so that commands compile whether a kernel has it or not:
 * the kernel is to say what is missing.
 */
final class Universe {
  private static final List<String> FAMILIES =
      List.of("ip", "inet", "ip6", "arp", "bridge", "netdev");
  private static final String TABLE =
      """
      table %s %s {
        set s0 { type ipv4_addr; }
        set s1 { type ipv4_addr; flags timeout; }
        map m0 { type ipv4_addr : mark; }
        map v0 { type ipv4_addr : verdict; }
        map n0 { type ipv4_addr : counter; }
        counter x0 { }
        counter x1 { }
        chain c0 { }
        chain c1 { }
        chain c2 { }
        chain i0 { }
        chain o0 { }
      }
      """;

  private final List<NftMessage> everything = new ArrayList<>();

  Universe() {
    for (String family : FAMILIES) {
      for (String table : List.of("a", "b")) {
        everything.addAll(
            Compiler.compile(
                    NftParser.parse("all", TABLE.formatted(family, table), IncludeReader.NONE)
                        .commands(),
                    Snapshot.EMPTY,
                    Environment.PLAIN)
                .messages());
      }
    }
  }

  /** What there is, and beside it what there is not. */
  Snapshot around(NfTables nfTables) throws NetlinkException {
    List<NftMessage> known = new ArrayList<>(RulesetDump.of(nfTables).messages());
    Set<String> there = known.stream().map(Universe::name).collect(Collectors.toSet());
    everything.stream().filter(message -> !there.contains(name(message))).forEach(known::add);
    return Snapshot.of(known);
  }

  private static String name(NftMessage message) {
    return message.family()
        + switch (message) {
          case NewTable table -> " table " + table.name();
          case NewChain chain -> chain.table() + " chain " + chain.name();
          case NewSet set -> set.table() + " set " + set.name();
          case NewObject object ->
              object.table() + " " + object.data().objectType() + " " + object.name();
          default -> message.toString();
        };
  }
}
