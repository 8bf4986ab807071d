package dev.dejima.lab.explain;

import dev.dejima.kernel.conntrack.ConntrackTuple;
import dev.dejima.kernel.path.Mismatch;
import dev.dejima.kernel.path.RulesetEvent.RuleMet;
import dev.dejima.nft.expr.Bitwise;
import dev.dejima.nft.expr.Byteorder;
import dev.dejima.nft.expr.Cmp;
import dev.dejima.nft.expr.CmpOp;
import dev.dejima.nft.expr.Connlimit;
import dev.dejima.nft.expr.Ct;
import dev.dejima.nft.expr.Expr;
import dev.dejima.nft.expr.Exthdr;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.Limit;
import dev.dejima.nft.expr.Load;
import dev.dejima.nft.expr.Lookup;
import dev.dejima.nft.expr.Meta;
import dev.dejima.nft.expr.ObjRefMap;
import dev.dejima.nft.expr.Payload;
import dev.dejima.nft.expr.Quota;
import dev.dejima.nft.expr.Range;
import dev.dejima.nft.expr.Register;
import dev.dejima.packet.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a rule's conditions, every one of them, fit a packet. A kernel leaves a rule at the first
 * that fails; for who looks for the rule that was meant, the others count too.
 *
 * @param held conditions that hold
 * @param failed conditions that do not
 * @param unknown conditions about what is not known of the packet here: sets, marks, states
 */
record RuleFit(int held, int failed, int unknown) {
  /**
   * A packet at a hook.
   *
   * @param in the device that it came in by; null for none
   * @param out the device that it leaves by; null where not known
   */
  record Packet(ConntrackTuple tuple, @Nullable String in, @Nullable String out) {}

  private static final int NAME_LENGTH = 16;
  private static final int TCP = 6;
  private static final int UDP = 17;

  /** Whether one condition alone keeps the rule from matching. */
  boolean isNear() {
    return failed == 1 && held > 0;
  }

  /** Whether it matches, for all that is known. */
  boolean matches() {
    return failed == 0 && unknown == 0;
  }

  /**
   * Looks at a rule that the packet did not meet.
   *
   * @param family of its table
   */
  static RuleFit of(List<Expr> exprs, Family family, Packet packet) {
    return new Evaluation(family, packet, -1).run(exprs);
  }

  /** Looks at a rule that missed: of its conditions up to that one the kernel has told. */
  static RuleFit of(RuleMet met, Packet packet) {
    Mismatch mismatch = met.mismatch();
    int broken = mismatch == null ? -1 : condition(met.exprs(), mismatch);
    return new Evaluation(met.chain().family(), packet, broken).run(met.exprs());
  }

  /** The condition that failed: of what could not be loaded, the one that would have asked. */
  private static int condition(List<Expr> exprs, Mismatch mismatch) {
    for (int i = mismatch.index(); i < exprs.size(); i++) {
      if (isCondition(exprs.get(i))) {
        return i;
      }
    }
    return mismatch.index();
  }

  private static boolean isCondition(Expr expr) {
    return switch (expr) {
      case Cmp _, Range _, Lookup _, Limit _, Quota _, Connlimit _, ObjRefMap _ -> true;
      default -> false;
    };
  }

  private static final class Evaluation {
    private final Family family;
    private final Packet packet;

    /** The condition that is known to have failed, and those before it to have held; or -1. */
    private final int broken;

    private final Map<Integer, Bytes> registers = new HashMap<>();
    private int held;
    private int failed;
    private int unknown;

    Evaluation(Family family, Packet packet, int broken) {
      this.family = family;
      this.packet = packet;
      this.broken = broken;
    }

    RuleFit run(List<Expr> exprs) {
      for (int i = 0; i < exprs.size(); i++) {
        if (i <= broken && isCondition(exprs.get(i))) {
          count(Optional.of(i < broken));
        } else {
          step(exprs.get(i));
        }
      }
      return new RuleFit(held, failed, unknown);
    }

    private void step(Expr expr) {
      switch (expr) {
        case Payload load -> put(load.dreg(), payload(load));
        case Meta load -> put(load.dreg(), meta(load));
        case Ct load -> put(load.dreg(), Optional.empty());
        case Exthdr load -> put(load.dreg(), Optional.empty());
        case Load load -> put(load.dreg(), Optional.empty());
        case Bitwise bits -> put(bits.dreg(), get(bits.sreg()).flatMap(v -> masked(bits, v)));
        case Byteorder order -> put(order.dreg(), Optional.empty());
        case Cmp cmp -> count(get(cmp.sreg()).map(value -> compares(cmp, value)));
        case Range range -> count(get(range.sreg()).map(value -> isIn(range, value)));
        case Lookup _, Limit _, Quota _, Connlimit _, ObjRefMap _ -> unknown++;
        default -> {}
      }
    }

    private void count(Optional<Boolean> holds) {
      if (holds.isEmpty()) {
        unknown++;
      } else if (holds.get()) {
        held++;
      } else {
        failed++;
      }
    }

    private Optional<Bytes> get(int register) {
      return Optional.ofNullable(registers.get(Register.offset(register)));
    }

    private void put(int register, Optional<Bytes> value) {
      int at = Register.offset(register);
      registers.remove(at);
      value.ifPresent(bytes -> registers.put(at, bytes));
    }

    private Optional<Bytes> payload(Payload load) {
      Bytes header =
          switch (load.base()) {
            case NETWORK -> network();
            case TRANSPORT -> transport();
            case LINK, INNER, TUNNEL -> Bytes.EMPTY;
          };
      int first = load.base() == Payload.Base.NETWORK ? known() : 0;
      boolean there = load.offset() >= first && load.offset() + load.length() <= header.length();
      return there
          ? Optional.of(header.slice(load.offset(), load.offset() + load.length()))
          : Optional.empty();
    }

    private boolean is4() {
      return packet.tuple().source().bits() == Integer.SIZE;
    }

    /** A network header of which the two addresses, its end, are known. */
    private Bytes network() {
      boolean other = family == Family.IP && !is4() || family == Family.IP6 && is4();
      return other
          ? Bytes.EMPTY
          : Bytes.of(new byte[known()])
              .concat(packet.tuple().source().toBytes())
              .concat(packet.tuple().destination().toBytes());
    }

    private int known() {
      return is4() ? 12 : 8;
    }

    private Bytes transport() {
      int protocol = packet.tuple().protocol();
      return protocol == TCP || protocol == UDP
          ? Bytes.bigEndian(packet.tuple().sourcePort(), 2)
              .concat(Bytes.bigEndian(packet.tuple().destinationPort(), 2))
          : Bytes.EMPTY;
    }

    private Optional<Bytes> meta(Meta load) {
      return switch (load.key()) {
        case L4PROTO -> Optional.of(Bytes.bigEndian(packet.tuple().protocol(), 1));
        case NFPROTO -> Optional.of(Bytes.of((byte) (is4() ? 2 : 10)));
        case PROTOCOL -> Optional.of(Bytes.bigEndian(is4() ? 0x0800 : 0x86dd, 2));
        case IIFNAME -> name(packet.in());
        case OIFNAME -> name(packet.out());
        default -> Optional.empty();
      };
    }

    private static Optional<Bytes> name(@Nullable String device) {
      return device == null
          ? Optional.empty()
          : Optional.of(Bytes.of(device.getBytes(StandardCharsets.US_ASCII)).padTo(NAME_LENGTH));
    }

    private static Optional<Bytes> masked(Bitwise bits, Bytes value) {
      if (!(bits.operation() instanceof Bitwise.MaskXor mask)) {
        return Optional.empty();
      }
      byte[] result = new byte[value.length()];
      for (int i = 0; i < result.length; i++) {
        result[i] = (byte) (value.at(i) & mask.mask().at(i) ^ mask.xor().at(i));
      }
      return Optional.of(Bytes.of(result));
    }

    private static boolean compares(Cmp cmp, Bytes value) {
      Bytes wanted = cmp.data();
      Bytes part = value.length() > wanted.length() ? value.slice(0, wanted.length()) : value;
      int order = part.compareTo(wanted);
      return switch (cmp.op()) {
        case EQ -> order == 0;
        case NEQ -> order != 0;
        case LT -> order < 0;
        case LTE -> order <= 0;
        case GT -> order > 0;
        case GTE -> order >= 0;
      };
    }

    private static boolean isIn(Range range, Bytes value) {
      boolean inside = value.compareTo(range.from()) >= 0 && value.compareTo(range.to()) <= 0;
      return inside == (range.op() == CmpOp.EQ);
    }
  }
}
