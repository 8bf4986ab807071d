package dev.dejima.linux.netlink;

import dev.dejima.kernel.Errno;
import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.Netlink.Group;
import dev.dejima.nft.expr.DelChain;
import dev.dejima.nft.expr.DelFlowtable;
import dev.dejima.nft.expr.DelObject;
import dev.dejima.nft.expr.DelRule;
import dev.dejima.nft.expr.DelSet;
import dev.dejima.nft.expr.DelSetElements;
import dev.dejima.nft.expr.DelTable;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.GetChains;
import dev.dejima.nft.expr.GetFlowtables;
import dev.dejima.nft.expr.GetGeneration;
import dev.dejima.nft.expr.GetHooks;
import dev.dejima.nft.expr.GetObjects;
import dev.dejima.nft.expr.GetRules;
import dev.dejima.nft.expr.GetSetElements;
import dev.dejima.nft.expr.GetSets;
import dev.dejima.nft.expr.GetTables;
import dev.dejima.nft.expr.HookFunction;
import dev.dejima.nft.expr.NewChain;
import dev.dejima.nft.expr.NewFlag;
import dev.dejima.nft.expr.NewFlowtable;
import dev.dejima.nft.expr.NewGeneration;
import dev.dejima.nft.expr.NewObject;
import dev.dejima.nft.expr.NewRule;
import dev.dejima.nft.expr.NewSet;
import dev.dejima.nft.expr.NewSetElements;
import dev.dejima.nft.expr.NewTable;
import dev.dejima.nft.expr.NftMessage;
import dev.dejima.nft.expr.TraceEvent;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** nf_tables ({@code linux/netfilter/nf_tables.h}). */
public final class NftCodec implements Codec<NftMessage> {
  private static final List<String> TYPES =
      List.of(
          "NEWTABLE",
          "GETTABLE",
          "DELTABLE",
          "NEWCHAIN",
          "GETCHAIN",
          "DELCHAIN",
          "NEWRULE",
          "GETRULE",
          "DELRULE",
          "NEWSET",
          "GETSET",
          "DELSET",
          "NEWSETELEM",
          "GETSETELEM",
          "DELSETELEM",
          "NEWGEN",
          "GETGEN",
          "TRACE",
          "NEWOBJ",
          "GETOBJ",
          "DELOBJ",
          "GETOBJ_RESET",
          "NEWFLOWTABLE",
          "GETFLOWTABLE",
          "DELFLOWTABLE",
          "GETRULE_RESET",
          "DESTROYTABLE",
          "DESTROYCHAIN",
          "DESTROYRULE",
          "DESTROYSET",
          "DESTROYSETELEM",
          "DESTROYOBJ",
          "DESTROYFLOWTABLE",
          "GETSETELEM_RESET");

  private static final int NFT_MSG_NEWTABLE = 0;
  private static final int NFT_MSG_GETTABLE = 1;
  private static final int NFT_MSG_DELTABLE = 2;
  private static final int NFT_MSG_NEWCHAIN = 3;
  private static final int NFT_MSG_GETCHAIN = 4;
  private static final int NFT_MSG_DELCHAIN = 5;
  private static final int NFT_MSG_NEWRULE = 6;
  private static final int NFT_MSG_GETRULE = 7;
  private static final int NFT_MSG_DELRULE = 8;
  private static final int NFT_MSG_NEWSET = 9;
  private static final int NFT_MSG_GETSET = 10;
  private static final int NFT_MSG_DELSET = 11;
  private static final int NFT_MSG_NEWSETELEM = 12;
  private static final int NFT_MSG_GETSETELEM = 13;
  private static final int NFT_MSG_DELSETELEM = 14;
  private static final int NFT_MSG_NEWGEN = 15;
  private static final int NFT_MSG_GETGEN = 16;
  private static final int NFT_MSG_TRACE = 17;
  private static final int NFT_MSG_NEWOBJ = 18;
  private static final int NFT_MSG_GETOBJ = 19;
  private static final int NFT_MSG_DELOBJ = 20;
  private static final int NFT_MSG_GETOBJ_RESET = 21;
  private static final int NFT_MSG_NEWFLOWTABLE = 22;
  private static final int NFT_MSG_GETFLOWTABLE = 23;
  private static final int NFT_MSG_DELFLOWTABLE = 24;
  private static final int NFT_MSG_GETRULE_RESET = 25;
  private static final int NFT_MSG_DESTROYTABLE = 26;
  private static final int NFT_MSG_DESTROYCHAIN = 27;
  private static final int NFT_MSG_DESTROYRULE = 28;
  private static final int NFT_MSG_DESTROYSET = 29;
  private static final int NFT_MSG_DESTROYSETELEM = 30;
  private static final int NFT_MSG_DESTROYOBJ = 31;
  private static final int NFT_MSG_DESTROYFLOWTABLE = 32;
  private static final int NFT_MSG_GETSETELEM_RESET = 33;

  private static final int NFNL_BATCH_GENID = 1;
  private static final int NFTA_GEN_ID = 1;
  private static final int NFTA_GEN_PROC_PID = 2;
  private static final int NFTA_GEN_PROC_NAME = 3;

  @Override
  public int protocol() {
    return Nfnetlink.NETLINK_NETFILTER;
  }

  /**
   * What a batch begins with.
   *
   * @param generation the ruleset's number that the batch is for; another makes it fail with
   *     ERESTART
   */
  public static NetlinkMessage begin(int generation) {
    AttributeEncoder out = Nfnetlink.payload(0, Nfnetlink.NFNL_SUBSYS_NFTABLES);
    out.be32(NFNL_BATCH_GENID, generation);
    return new NetlinkMessage(Nfnetlink.NFNL_MSG_BATCH_BEGIN, 0, out.toBytes());
  }

  /** What makes the kernel commit the batch. */
  public static NetlinkMessage end() {
    AttributeEncoder out = Nfnetlink.payload(0, Nfnetlink.NFNL_SUBSYS_NFTABLES);
    return new NetlinkMessage(Nfnetlink.NFNL_MSG_BATCH_END, 0, out.toBytes());
  }

  @Override
  public List<NetlinkMessage> encode(NftMessage message) throws KernelException {
    Family family = message.family();
    AttributeEncoder out = Nfnetlink.payload(family.number(), 0);
    try {
      return switch (message) {
        case NewTable table -> one(NFT_MSG_NEWTABLE, table.mode(), TableCodec.encode(out, table));
        case DelTable table ->
            one(
                table.destroy() ? NFT_MSG_DESTROYTABLE : NFT_MSG_DELTABLE,
                TableCodec.encode(out, table));
        case GetTables _ -> one(NFT_MSG_GETTABLE, out);
        case NewChain chain -> one(NFT_MSG_NEWCHAIN, chain.mode(), ChainCodec.encode(out, chain));
        case DelChain chain ->
            one(
                chain.destroy() ? NFT_MSG_DESTROYCHAIN : NFT_MSG_DELCHAIN,
                ChainCodec.encode(out, chain));
        case GetChains _ -> one(NFT_MSG_GETCHAIN, out);
        case NewRule rule -> one(NFT_MSG_NEWRULE, rule.mode(), RuleCodec.encode(out, rule));
        case DelRule rule ->
            one(
                rule.destroy() ? NFT_MSG_DESTROYRULE : NFT_MSG_DELRULE,
                RuleCodec.encode(out, rule));
        case GetRules get ->
            one(get.reset() ? NFT_MSG_GETRULE_RESET : NFT_MSG_GETRULE, RuleCodec.encode(out, get));
        case NewSet set -> one(NFT_MSG_NEWSET, set.mode(), SetCodec.encode(out, set));
        case DelSet set ->
            one(set.destroy() ? NFT_MSG_DESTROYSET : NFT_MSG_DELSET, SetCodec.encode(out, set));
        case GetSets get -> one(NFT_MSG_GETSET, SetCodec.encode(out, get));
        case NewSetElements elements ->
            many(NFT_MSG_NEWSETELEM, Codec.bits(elements.mode()), ElementCodec.encode(elements));
        case DelSetElements elements ->
            many(
                elements.destroy() ? NFT_MSG_DESTROYSETELEM : NFT_MSG_DELSETELEM,
                0,
                ElementCodec.encode(elements));
        case GetSetElements get ->
            one(
                get.reset() ? NFT_MSG_GETSETELEM_RESET : NFT_MSG_GETSETELEM,
                ElementCodec.encode(out, get));
        case NewObject object ->
            one(NFT_MSG_NEWOBJ, object.mode(), ObjectCodec.encode(out, object));
        case DelObject object ->
            one(
                object.destroy() ? NFT_MSG_DESTROYOBJ : NFT_MSG_DELOBJ,
                ObjectCodec.encode(out, object));
        case GetObjects get ->
            one(get.reset() ? NFT_MSG_GETOBJ_RESET : NFT_MSG_GETOBJ, ObjectCodec.encode(out, get));
        case NewFlowtable flowtable ->
            one(NFT_MSG_NEWFLOWTABLE, flowtable.mode(), FlowtableCodec.encode(out, flowtable));
        case DelFlowtable flowtable ->
            one(
                flowtable.destroy() ? NFT_MSG_DESTROYFLOWTABLE : NFT_MSG_DELFLOWTABLE,
                FlowtableCodec.encode(out, flowtable));
        case GetFlowtables get -> one(NFT_MSG_GETFLOWTABLE, FlowtableCodec.encode(out, get));
        case GetGeneration _ -> one(NFT_MSG_GETGEN, out);
        case GetHooks get ->
            List.of(
                Nfnetlink.message(
                    Nfnetlink.NFNL_SUBSYS_HOOK,
                    HookCodec.NFNL_MSG_HOOK_GET,
                    0,
                    HookCodec.encode(out, get)));
        case NewGeneration _, TraceEvent _, HookFunction _ ->
            throw new KernelException(Errno.EOPNOTSUPP, "only the kernel sends " + message);
      };
    } catch (IllegalArgumentException e) {
      throw new KernelException(Errno.EINVAL, String.valueOf(e.getMessage()));
    }
  }

  private static List<NetlinkMessage> one(int type, AttributeEncoder payload)
      throws KernelException {
    return one(type, Set.of(), payload);
  }

  private static List<NetlinkMessage> one(int type, Set<NewFlag> mode, AttributeEncoder payload)
      throws KernelException {
    return many(type, Codec.bits(mode), List.of(payload));
  }

  private static List<NetlinkMessage> many(int type, int flags, List<AttributeEncoder> payloads)
      throws KernelException {
    for (AttributeEncoder payload : payloads) {
      if (payload.overflowed()) {
        throw new KernelException(Errno.EMSGSIZE);
      }
    }
    return payloads.stream()
        .map(p -> Nfnetlink.message(Nfnetlink.NFNL_SUBSYS_NFTABLES, type, flags, p))
        .toList();
  }

  @Override
  public @Nullable NftMessage decode(NetlinkMessage message) throws MalformedException {
    AttributeDecoder in = AttributeDecoder.of(message.payload(), Nfnetlink.NFGENMSG);
    in.check();
    int subsystem = message.type() >>> 8;
    if (subsystem != Nfnetlink.NFNL_SUBSYS_NFTABLES && subsystem != Nfnetlink.NFNL_SUBSYS_HOOK) {
      return null;
    }
    try {
      Family family = Family.of(message.payload()[0] & 0xff);
      if (subsystem == Nfnetlink.NFNL_SUBSYS_HOOK) {
        return HookCodec.decode(family, in);
      }
      NftMessage record = decode(message.type() & 0xff, family, message.flags(), in);
      in.check();
      return record;
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new MalformedException("nf_tables: " + e.getMessage());
    }
  }

  private static @Nullable NftMessage decode(
      int type, Family family, int flags, AttributeDecoder in) {
    return switch (type) {
      case NFT_MSG_NEWTABLE -> TableCodec.decode(family, flags, in);
      case NFT_MSG_DELTABLE, NFT_MSG_DESTROYTABLE ->
          TableCodec.decodeDeleted(family, in, type == NFT_MSG_DESTROYTABLE);
      case NFT_MSG_NEWCHAIN -> ChainCodec.decode(family, flags, in);
      case NFT_MSG_DELCHAIN, NFT_MSG_DESTROYCHAIN ->
          ChainCodec.decodeDeleted(family, in, type == NFT_MSG_DESTROYCHAIN);
      case NFT_MSG_NEWRULE -> RuleCodec.decode(family, flags, in);
      case NFT_MSG_DELRULE, NFT_MSG_DESTROYRULE ->
          RuleCodec.decodeDeleted(family, in, type == NFT_MSG_DESTROYRULE);
      case NFT_MSG_NEWSET -> SetCodec.decode(family, flags, in);
      case NFT_MSG_DELSET, NFT_MSG_DESTROYSET ->
          SetCodec.decodeDeleted(family, in, type == NFT_MSG_DESTROYSET);
      case NFT_MSG_NEWSETELEM -> ElementCodec.decode(family, flags, in);
      case NFT_MSG_DELSETELEM, NFT_MSG_DESTROYSETELEM ->
          ElementCodec.decodeDeleted(family, in, type == NFT_MSG_DESTROYSETELEM);
      case NFT_MSG_NEWOBJ -> ObjectCodec.decode(family, flags, in);
      case NFT_MSG_DELOBJ, NFT_MSG_DESTROYOBJ ->
          ObjectCodec.decodeDeleted(family, in, type == NFT_MSG_DESTROYOBJ);
      case NFT_MSG_NEWFLOWTABLE -> FlowtableCodec.decode(family, flags, in);
      case NFT_MSG_DELFLOWTABLE, NFT_MSG_DESTROYFLOWTABLE ->
          FlowtableCodec.decodeDeleted(family, in, type == NFT_MSG_DESTROYFLOWTABLE);
      case NFT_MSG_NEWGEN -> decodeGeneration(in);
      case NFT_MSG_TRACE -> TraceCodec.decode(family, in);
      default -> null;
    };
  }

  private static NewGeneration decodeGeneration(AttributeDecoder in) {
    int id = 0;
    int process = 0;
    String name = "";
    while (in.next()) {
      switch (in.type()) {
        case NFTA_GEN_ID -> id = in.be32();
        case NFTA_GEN_PROC_PID -> process = in.be32();
        case NFTA_GEN_PROC_NAME -> name = in.string();
        default -> {}
      }
    }
    return new NewGeneration(id, process, name);
  }

  @Override
  public List<Integer> groups(Group group) {
    return switch (group) {
      case NFTABLES -> List.of(Nfnetlink.NFNLGRP_NFTABLES);
      case NFTRACE -> List.of(Nfnetlink.NFNLGRP_NFTRACE);
      case LINK,
          ADDRESS,
          ROUTE,
          NEIGHBOUR,
          CONNTRACK_NEW,
          CONNTRACK_UPDATE,
          CONNTRACK_DESTROY,
          EXPECTATION_NEW,
          EXPECTATION_DESTROY ->
          List.of();
    };
  }

  @Override
  public String typeName(int type) {
    int number = type & 0xff;
    return switch (type) {
      case Nfnetlink.NFNL_MSG_BATCH_BEGIN -> "NFNL_MSG_BATCH_BEGIN";
      case Nfnetlink.NFNL_MSG_BATCH_END -> "NFNL_MSG_BATCH_END";
      default -> "NFT_MSG_" + (number < TYPES.size() ? TYPES.get(number) : number);
    };
  }
}
