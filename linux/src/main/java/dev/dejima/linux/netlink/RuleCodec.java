package dev.dejima.linux.netlink;

import dev.dejima.nft.expr.DelRule;
import dev.dejima.nft.expr.Expr;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.GetRules;
import dev.dejima.nft.expr.NewRule;
import dev.dejima.packet.Bytes;
import java.util.List;

/** Rules ({@code NFTA_RULE_*}). */
final class RuleCodec {
  private static final int NFTA_RULE_TABLE = 1;
  private static final int NFTA_RULE_CHAIN = 2;
  private static final int NFTA_RULE_HANDLE = 3;
  private static final int NFTA_RULE_EXPRESSIONS = 4;
  private static final int NFTA_RULE_POSITION = 6;
  private static final int NFTA_RULE_USERDATA = 7;
  private static final int NFTA_RULE_ID = 9;
  private static final int NFTA_RULE_POSITION_ID = 10;
  private static final int NFTA_RULE_CHAIN_ID = 11;

  private RuleCodec() {}

  static AttributeEncoder encode(AttributeEncoder out, NewRule rule) {
    out.string(NFTA_RULE_TABLE, rule.table());
    if (rule.chainId() == 0) {
      out.string(NFTA_RULE_CHAIN, rule.chain());
    }
    out.be32Unless0(NFTA_RULE_CHAIN_ID, rule.chainId());
    out.be64Unless0(NFTA_RULE_HANDLE, rule.handle());
    out.be64Unless0(NFTA_RULE_POSITION, rule.position());
    out.bytesUnlessEmpty(NFTA_RULE_USERDATA, rule.userData());
    AttributeEncoder.Mark exprs = out.nest(NFTA_RULE_EXPRESSIONS);
    ExprEncoder.list(out, rule.exprs());
    out.end(exprs);
    out.be32Unless0(NFTA_RULE_ID, rule.id());
    return out.be32Unless0(NFTA_RULE_POSITION_ID, rule.positionId());
  }

  static AttributeEncoder encode(AttributeEncoder out, DelRule rule) {
    out.string(NFTA_RULE_TABLE, rule.table());
    out.stringIf(NFTA_RULE_CHAIN, rule.chain());
    return out.be64Unless0(NFTA_RULE_HANDLE, rule.handle());
  }

  static AttributeEncoder encode(AttributeEncoder out, GetRules get) {
    out.stringIf(NFTA_RULE_TABLE, get.table()).stringIf(NFTA_RULE_CHAIN, get.chain());
    return out.be64Unless0(NFTA_RULE_HANDLE, get.handle());
  }

  static NewRule decode(Family family, int mode, AttributeDecoder in) {
    String table = "";
    String chain = "";
    int chainId = 0;
    long handle = 0;
    long position = 0;
    int positionId = 0;
    int id = 0;
    List<Expr> exprs = List.of();
    Bytes userData = Bytes.EMPTY;
    while (in.next()) {
      switch (in.type()) {
        case NFTA_RULE_TABLE -> table = in.string();
        case NFTA_RULE_CHAIN -> chain = in.string();
        case NFTA_RULE_CHAIN_ID -> chainId = in.be32();
        case NFTA_RULE_HANDLE -> handle = in.be64();
        case NFTA_RULE_POSITION -> position = in.be64();
        case NFTA_RULE_POSITION_ID -> positionId = in.be32();
        case NFTA_RULE_ID -> id = in.be32();
        case NFTA_RULE_EXPRESSIONS -> exprs = ExprDecoder.list(in.nested());
        case NFTA_RULE_USERDATA -> userData = in.bytes();
        default -> {}
      }
    }
    return new NewRule(
        family,
        table,
        chain,
        chainId,
        handle,
        position,
        positionId,
        id,
        exprs,
        userData,
        Codec.mode(mode));
  }

  static DelRule decodeDeleted(Family family, AttributeDecoder in, boolean destroy) {
    String table = "";
    String chain = null;
    long handle = 0;
    while (in.next()) {
      switch (in.type()) {
        case NFTA_RULE_TABLE -> table = in.string();
        case NFTA_RULE_CHAIN -> chain = in.string();
        case NFTA_RULE_HANDLE -> handle = in.be64();
        default -> {}
      }
    }
    return new DelRule(family, table, chain, handle, destroy);
  }
}
