package dev.dejima.lab.run;

import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.Namespace;
import dev.dejima.kernel.NfTables;
import dev.dejima.lab.Node;
import dev.dejima.nft.expr.BaseHook;
import dev.dejima.nft.expr.DelTable;
import dev.dejima.nft.expr.Expr;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.HookNumber;
import dev.dejima.nft.expr.Immediate;
import dev.dejima.nft.expr.MetaKey;
import dev.dejima.nft.expr.MetaSet;
import dev.dejima.nft.expr.NewChain;
import dev.dejima.nft.expr.NewFlag;
import dev.dejima.nft.expr.NewRule;
import dev.dejima.nft.expr.NewTable;
import dev.dejima.nft.expr.NftMessage;
import dev.dejima.nft.expr.Value;
import dev.dejima.nft.expr.Verdict;
import dev.dejima.packet.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Has every packet traced at the nodes with a ruleset: a table of its own, before all chains that a
 * ruleset can have, sets {@code meta nftrace}. It changes nothing about what becomes of a packet,
 * and brings no connection tracking.
 */
final class TraceTable implements AutoCloseable {
  private static final int FIRST = Integer.MIN_VALUE;
  private static final int REGISTER = 1;
  private static final Set<NewFlag> MODE = Set.of(NewFlag.CREATE, NewFlag.EXCL);

  private final List<Namespace> namespaces = new ArrayList<>();

  private TraceTable() {}

  /** Whether it has packets traced that the tables of a family see. */
  static boolean covers(Family family) {
    return family == Family.INET || family == Family.IP || family == Family.IP6;
  }

  /** Begins to trace. */
  static TraceTable on(Network network) throws KernelException {
    TraceTable table = new TraceTable();
    boolean complete = false;
    try {
      for (Node node : network.lab().topology().nodes()) {
        if (node.hasRuleset()) {
          Namespace namespace = network.namespace(node.name());
          namespace.nfTables().commit(batch());
          table.namespaces.add(namespace);
        }
      }
      complete = true;
      return table;
    } finally {
      if (!complete) {
        table.close();
      }
    }
  }

  private static List<NftMessage> batch() {
    List<NftMessage> batch = new ArrayList<>();
    batch.add(new NewTable(Family.INET, NfTables.TRACE_TABLE, 0, 0, 0, Bytes.EMPTY, MODE));
    for (HookNumber hook : List.of(HookNumber.PREROUTING, HookNumber.OUTPUT)) {
      batch.add(chain(hook));
      batch.add(rule(hook));
    }
    return batch;
  }

  private static NewChain chain(HookNumber hook) {
    return new NewChain(
        Family.INET,
        NfTables.TRACE_TABLE,
        hook.word(),
        0,
        new BaseHook(hook, FIRST, List.of()),
        "filter",
        Verdict.ACCEPT,
        0,
        0,
        Bytes.EMPTY,
        MODE);
  }

  private static NewRule rule(HookNumber hook) {
    List<Expr> exprs =
        List.of(
            new Immediate(REGISTER, new Value(Bytes.of((byte) 1))),
            new MetaSet(MetaKey.NFTRACE, REGISTER));
    return new NewRule(
        Family.INET,
        NfTables.TRACE_TABLE,
        hook.word(),
        0,
        0,
        0,
        0,
        exprs,
        Bytes.EMPTY,
        Set.of(NewFlag.CREATE, NewFlag.APPEND));
  }

  @Override
  public void close() {
    for (Namespace namespace : namespaces) {
      try {
        namespace
            .nfTables()
            .commit(List.of(new DelTable(Family.INET, NfTables.TRACE_TABLE, 0, false)));
      } catch (KernelException e) {
        // The network is being taken down: the table goes with it.
      }
    }
    namespaces.clear();
  }
}
