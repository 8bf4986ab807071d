package dev.dejima.netstack.netfilter;

import dev.dejima.nft.expr.BaseHook;
import dev.dejima.nft.expr.Cmp;
import dev.dejima.nft.expr.CmpOp;
import dev.dejima.nft.expr.Counter;
import dev.dejima.nft.expr.Ct;
import dev.dejima.nft.expr.CtKey;
import dev.dejima.nft.expr.Expr;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.HookNumber;
import dev.dejima.nft.expr.Immediate;
import dev.dejima.nft.expr.Lookup;
import dev.dejima.nft.expr.Masquerade;
import dev.dejima.nft.expr.Meta;
import dev.dejima.nft.expr.MetaKey;
import dev.dejima.nft.expr.MetaSet;
import dev.dejima.nft.expr.Nat;
import dev.dejima.nft.expr.NatRange;
import dev.dejima.nft.expr.NewChain;
import dev.dejima.nft.expr.NewFlag;
import dev.dejima.nft.expr.NewRule;
import dev.dejima.nft.expr.NewSet;
import dev.dejima.nft.expr.NewSetElements;
import dev.dejima.nft.expr.NewTable;
import dev.dejima.nft.expr.NftMessage;
import dev.dejima.nft.expr.Payload;
import dev.dejima.nft.expr.Register;
import dev.dejima.nft.expr.SetElement;
import dev.dejima.nft.expr.Value;
import dev.dejima.nft.expr.Verdict;
import dev.dejima.packet.Bytes;
import dev.dejima.packet.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Rulesets for tests, written as nft would send them. */
public final class Rules {
  private Rules() {}

  public static NewTable table(Family family, String name) {
    return new NewTable(family, name, 0, 0, 0, Bytes.EMPTY, Set.of(NewFlag.CREATE));
  }

  public static NewTable table(String name) {
    return table(Family.IP, name);
  }

  public static NewChain chain(Family family, String table, String name) {
    return new NewChain(
        family, table, name, 0, null, null, null, 0, 0, Bytes.EMPTY, Set.of(NewFlag.CREATE));
  }

  public static NewChain chain(String table, String name) {
    return chain(Family.IP, table, name);
  }

  public static NewChain base(
      Family family,
      String table,
      String name,
      String type,
      HookNumber hook,
      int priority,
      @Nullable Verdict policy) {
    return new NewChain(
        family,
        table,
        name,
        0,
        new BaseHook(hook, priority, List.of()),
        type,
        policy,
        0,
        0,
        Bytes.EMPTY,
        Set.of(NewFlag.CREATE));
  }

  public static NewChain base(
      String table, String name, String type, HookNumber hook, int priority) {
    return base(Family.IP, table, name, type, hook, priority, null);
  }

  public static NewRule rule(Family family, String table, String chain, Expr... exprs) {
    return new NewRule(
        family,
        table,
        chain,
        0,
        0,
        0,
        0,
        List.of(exprs),
        Bytes.EMPTY,
        Set.of(NewFlag.CREATE, NewFlag.APPEND));
  }

  public static NewRule rule(String table, String chain, Expr... exprs) {
    return rule(Family.IP, table, chain, exprs);
  }

  public static NewRule rule(String table, String chain, List<Expr> exprs) {
    return rule(Family.IP, table, chain, exprs.toArray(Expr[]::new));
  }

  public static NewSet set(String table, String name, int id, int flags, int keyLength) {
    return set(table, name, id, flags, keyLength, 0, 0);
  }

  public static NewSet set(
      String table, String name, int id, int flags, int keyLength, int dataType, int dataLength) {
    return new NewSet(
        Family.IP,
        table,
        name,
        id,
        0,
        flags,
        7,
        keyLength,
        dataType,
        dataLength,
        0,
        0,
        List.of(),
        0,
        0,
        List.of(),
        Bytes.EMPTY,
        Set.of(NewFlag.CREATE));
  }

  public static NewSetElements elements(String table, String set, int id, SetElement... elements) {
    return new NewSetElements(Family.IP, table, set, id, List.of(elements), Set.of(NewFlag.CREATE));
  }

  public static List<Expr> join(List<?>... parts) {
    List<Expr> all = new ArrayList<>();
    for (List<?> part : parts) {
      part.forEach(expr -> all.add((Expr) expr));
    }
    return all;
  }

  public static List<Expr> ipDaddr(String address) {
    return List.of(
        new Payload(1, Payload.Base.NETWORK, 16, 4),
        new Cmp(1, CmpOp.EQ, IpAddress.parse(address).toBytes()));
  }

  public static List<Expr> ipSaddr(String address) {
    return List.of(
        new Payload(1, Payload.Base.NETWORK, 12, 4),
        new Cmp(1, CmpOp.EQ, IpAddress.parse(address).toBytes()));
  }

  public static List<Expr> l4proto(int protocol) {
    return List.of(new Meta(1, MetaKey.L4PROTO), new Cmp(1, CmpOp.EQ, Bytes.of((byte) protocol)));
  }

  public static List<Expr> tcpDport(int port) {
    return join(
        l4proto(6),
        List.of(
            new Payload(1, Payload.Base.TRANSPORT, 2, 2),
            new Cmp(1, CmpOp.EQ, Bytes.bigEndian(port, 2))));
  }

  public static List<Expr> ctState(int bits) {
    return List.of(
        new Ct(1, CtKey.STATE, null),
        new dev.dejima.nft.expr.Bitwise(
            1,
            1,
            4,
            new dev.dejima.nft.expr.Bitwise.MaskXor(
                Bytes.littleEndian(bits, 4), Bytes.littleEndian(0, 4))),
        new Cmp(1, CmpOp.NEQ, Bytes.littleEndian(0, 4)));
  }

  public static Expr verdict(Verdict verdict) {
    return new Immediate(Register.VERDICT, verdict);
  }

  public static Expr counter() {
    return new Counter(0, 0);
  }

  public static List<Expr> trace() {
    return List.of(
        new Immediate(1, new Value(Bytes.of((byte) 1))), new MetaSet(MetaKey.NFTRACE, 1));
  }

  private static List<Expr> nat(
      boolean destination, String from, String to, int portMin, int portMax, int flags) {
    List<Expr> exprs = new ArrayList<>();
    IpAddress min = IpAddress.parse(from);
    exprs.add(new Immediate(1, new Value(min.toBytes())));
    exprs.add(new Immediate(2, new Value(IpAddress.parse(to).toBytes())));
    OptionalInt none = OptionalInt.empty();
    OptionalInt ports = none;
    OptionalInt portsMax = none;
    if (portMin != 0) {
      exprs.add(new Immediate(3, new Value(Bytes.bigEndian(portMin, 2))));
      exprs.add(new Immediate(4, new Value(Bytes.bigEndian(portMax, 2))));
      ports = OptionalInt.of(3);
      portsMax = OptionalInt.of(4);
    }
    exprs.add(
        new Nat(
            destination,
            min.bits() == 32 ? Family.IP : Family.IP6,
            new NatRange(OptionalInt.of(1), OptionalInt.of(2), ports, portsMax, flags)));
    return exprs;
  }

  public static List<Expr> dnat(String to) {
    return nat(true, to, to, 0, 0, 0);
  }

  public static List<Expr> dnat(String to, int portMin, int portMax) {
    return nat(true, to, to, portMin, portMax, 0);
  }

  public static List<Expr> snat(String from, String to, int flags) {
    return nat(false, from, to, 0, 0, flags);
  }

  public static List<Expr> snat(String to, int portMin, int portMax) {
    return nat(false, to, to, portMin, portMax, 0);
  }

  public static Expr masquerade() {
    return new Masquerade(NatRange.NONE);
  }

  public static Expr lookup(String set, int id) {
    return new Lookup(1, set, id, OptionalInt.empty(), false);
  }

  public static Expr vmap(String set, int id) {
    return new Lookup(1, set, id, OptionalInt.of(Register.VERDICT), false);
  }

  public static List<NftMessage> batch(NftMessage... messages) {
    return List.of(messages);
  }
}
