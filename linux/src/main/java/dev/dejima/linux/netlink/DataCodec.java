package dev.dejima.linux.netlink;

import dev.dejima.nft.expr.Data;
import dev.dejima.nft.expr.ObjectName;
import dev.dejima.nft.expr.Value;
import dev.dejima.nft.expr.Verdict;
import dev.dejima.packet.Bytes;
import org.jspecify.annotations.Nullable;

/** Values and verdicts ({@code NFTA_DATA_*}, {@code NFTA_VERDICT_*}). */
final class DataCodec {
  private static final int NFTA_DATA_VALUE = 1;
  private static final int NFTA_DATA_VERDICT = 2;
  private static final int NFTA_VERDICT_CODE = 1;
  private static final int NFTA_VERDICT_CHAIN = 2;
  private static final int NFTA_VERDICT_CHAIN_ID = 3;

  private DataCodec() {}

  static void encode(AttributeEncoder out, int type, Data data) {
    switch (data) {
      case ObjectName(String name) -> out.string(type, name);
      case Value(Bytes bytes) -> value(out, type, bytes);
      case Verdict verdict -> {
        AttributeEncoder.Mark mark = out.nest(type);
        AttributeEncoder.Mark inner = out.nest(NFTA_DATA_VERDICT);
        out.be32(NFTA_VERDICT_CODE, verdict.code().number());
        out.stringIf(NFTA_VERDICT_CHAIN, verdict.chain());
        out.be32Unless0(NFTA_VERDICT_CHAIN_ID, verdict.chainId());
        out.end(inner);
        out.end(mark);
      }
    }
  }

  static void value(AttributeEncoder out, int type, Bytes value) {
    AttributeEncoder.Mark mark = out.nest(type);
    out.bytes(NFTA_DATA_VALUE, value);
    out.end(mark);
  }

  static @Nullable Data decode(AttributeDecoder in) {
    Data data = null;
    while (in.next()) {
      switch (in.type()) {
        case NFTA_DATA_VALUE -> data = new Value(in.bytes());
        case NFTA_DATA_VERDICT -> data = verdict(in.nested());
        default -> {}
      }
    }
    return data;
  }

  static Bytes value(AttributeDecoder in) {
    return decode(in) instanceof Value(Bytes bytes) ? bytes : Bytes.EMPTY;
  }

  /** A verdict; of a number to queue to, the code alone. Absent for those of no name here. */
  static @Nullable Verdict verdict(AttributeDecoder in) {
    int code = 0;
    String chain = null;
    while (in.next()) {
      switch (in.type()) {
        case NFTA_VERDICT_CODE -> code = in.be32();
        case NFTA_VERDICT_CHAIN -> chain = in.string();
        default -> {}
      }
    }
    return verdict(code, chain);
  }

  static @Nullable Verdict verdict(int number, @Nullable String chain) {
    int low = number < 0 ? number : number & 0xff;
    for (Verdict.Code code : Verdict.Code.values()) {
      if (code.number() == low) {
        boolean leads = code == Verdict.Code.JUMP || code == Verdict.Code.GOTO;
        return new Verdict(code, leads && chain == null ? "" : leads ? chain : null);
      }
    }
    return null;
  }
}
