package dev.dejima.nft.expr;

import dev.dejima.packet.Bytes;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The text of {@code nft --debug=netlink}, as version 1.1.7 prints it: a line for each expression,
 * numbers written in the byte order of the field they are compared with.
 *
 * <p>Expressions do not say which byte order their constants have. What a register holds follows
 * from the expression that loaded it; what a constant is meant for, from the first expression that
 * reads it.
 */
public final class DebugDump {
  private final List<Expr> exprs;

  /** Registers that hold a number in the host's byte order. */
  private final Map<Integer, Boolean> host = new HashMap<>();

  /** Registers that hold bits of their octets, in the host's order where a set's keys begin. */
  private final Set<Integer> parts = new HashSet<>();

  /** Registers that hold something of an extension header, an option or a chunk. */
  private final Set<Integer> options = new HashSet<>();

  private DebugDump(List<Expr> exprs) {
    this.exprs = exprs;
  }

  /** The lines of a rule's expressions, two spaces before each. */
  public static List<String> rule(List<Expr> exprs) {
    DebugDump dump = new DebugDump(exprs);
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < exprs.size(); i++) {
      lines.add("  [ " + dump.line(i) + " ]");
    }
    return lines;
  }

  /**
   * Which fields of a set's keys are in the host's byte order, as the expressions load them that
   * look keys up in it; nothing if they do not.
   */
  public static List<Boolean> hostFields(NewSet set, List<Expr> exprs) {
    DebugDump dump = new DebugDump(exprs);
    for (int i = 0; i < exprs.size(); i++) {
      OptionalInt key =
          switch (exprs.get(i)) {
            case Lookup lookup when lookup.setId() == set.id() -> OptionalInt.of(lookup.sreg());
            case ObjRefMap map when map.setId() == set.id() -> OptionalInt.of(map.sreg());
            default -> OptionalInt.empty();
          };
      if (key.isPresent()) {
        return dump.hostFields(set, Register.offset(key.getAsInt()));
      }
      dump.line(i);
    }
    return List.of();
  }

  private void loaded(int register, boolean inHostOrder) {
    host.put(register, inHostOrder);
    parts.remove(register);
    options.remove(register);
  }

  private List<Boolean> hostFields(NewSet set, int start) {
    List<Boolean> fields = new ArrayList<>();
    int place = start;
    for (int length : set.fieldLengths()) {
      int at = place;
      fields.add(
          host.entrySet().stream()
              .filter(held -> Register.offset(held.getKey()) == at)
              .anyMatch(held -> held.getValue() || (at == start && parts.contains(held.getKey()))));
      place += Register.padded(length);
    }
    return fields;
  }

  /**
   * The line of a set's elements, a tabulator before each.
   *
   * @param host which fields of a key are in the host's byte order; empty where the types tell
   */
  public static String elements(NewSet set, List<SetElement> elements, List<Boolean> host) {
    StringBuilder line = new StringBuilder();
    for (SetElement element : elements) {
      line.append("\telement ").append(element(set, element, host));
    }
    return line.toString();
  }

  private static String element(NewSet set, SetElement element, List<Boolean> host) {
    boolean interval = (set.flags() & NewSet.INTERVAL) != 0;
    StringBuilder line = new StringBuilder();
    if ((element.flags() & SetElement.CATCH_ALL) == 0) {
      line.append(key(set, element.key(), interval, host));
    }
    Bytes end = element.keyEnd();
    if (end != null) {
      line.append(" - ").append(key(set, end, interval, host));
    }
    Data data = element.data();
    if (data != null) {
      line.append(" : ").append(data(set, data));
    }
    if (element.flags() != 0) {
      line.append(" flags ").append(element.flags());
    }
    Bytes kept = element.userData();
    if (!kept.isEmpty()) {
      line.append("  userdata len %d sum 0x%x".formatted(kept.length(), sum(kept)));
    }
    return line.toString();
  }

  private static int sum(Bytes octets) {
    int sum = 0;
    for (int i = 0; i < octets.length(); i++) {
      sum += octets.at(i);
    }
    return sum;
  }

  private static String key(NewSet set, Bytes key, boolean interval, List<Boolean> host) {
    boolean number = isPlainNumber(set.keyType(), set.userData(), UserData.SET_KEY_BYTEORDER);
    return number && !interval
        ? words(key, "", true)
        : fields(key, set.keyType(), set.fieldLengths(), interval, host);
  }

  /** Whether the type leaves the byte order to the field, and that has the host's. */
  private static boolean isPlainNumber(int type, Bytes userData, int attribute) {
    return KeyType.fields(type).size() == 1
        && KeyType.octets(type) == 0
        && type != KeyType.TEXT
        && UserData.number(userData, attribute, 0) == UserData.HOST;
  }

  private static String data(NewSet set, Data data) {
    return switch (data) {
      case ObjectName(String name) -> name;
      case Verdict verdict -> verdict(verdict);
      case Value value ->
          isPlainNumber(set.dataType(), set.userData(), UserData.SET_DATA_BYTEORDER)
              ? words(value.bytes(), "", true)
              : dataFields(value.bytes(), set);
    };
  }

  /**
   * A map's data has no lengths of its fields in the message: those of its types serve, twice over
   * where the data are ranges.
   */
  private static String dataFields(Bytes bytes, NewSet set) {
    List<Integer> types = KeyType.fields(set.dataType());
    List<Integer> lengths = new ArrayList<>();
    int covered = 0;
    while (covered < bytes.length() && !types.isEmpty()) {
      int length = KeyType.octets(types.get(lengths.size() % types.size()));
      if (length == 0) {
        return fields(bytes, set.dataType(), List.of(), false, List.of());
      }
      lengths.add(length);
      covered += Register.padded(length);
    }
    return fields(bytes, set.dataType(), lengths, false, List.of());
  }

  private static String fields(
      Bytes bytes, int typeNumber, List<Integer> lengths, boolean interval, List<Boolean> told) {
    List<Integer> types = KeyType.fields(typeNumber);
    if (lengths.size() < 2) {
      return words(bytes, "", !interval && !types.isEmpty() && KeyType.hostOrder(types.getFirst()));
    }
    List<String> texts = new ArrayList<>();
    int offset = 0;
    for (int i = 0; i < lengths.size() && offset < bytes.length(); i++) {
      Bytes field = bytes.slice(offset, Math.min(bytes.length(), offset + lengths.get(i)));
      boolean host =
          !interval
              && (i < told.size()
                  ? told.get(i)
                  : !types.isEmpty() && KeyType.hostOrder(types.get(i % types.size())));
      texts.add(words(field, "", host));
      offset += Register.padded(lengths.get(i));
    }
    return String.join(" . ", texts);
  }

  private String line(int index) {
    return switch (exprs.get(index)) {
      case Dynset dynset -> dynset(dynset);
      case Bitwise bitwise -> bitwise(bitwise, index);
      case Byteorder order -> byteorder(order);
      case Cmp cmp -> "cmp " + op(cmp.op()) + " reg " + cmp.sreg() + number(cmp.sreg(), cmp.data());
      case Compat(boolean target, String name, int revision, Bytes _) ->
          (target ? "target" : "match") + " name " + name + " rev " + revision;
      case Connlimit(int count, boolean over) ->
          "connlimit count " + Integer.toUnsignedString(count) + " flags " + (over ? 1 : 0);
      case Counter counter -> "counter pkts " + counter.packets() + " bytes " + counter.bytes();
      case Ct ct -> {
        loaded(ct.dreg(), ct.key().hostOrder());
        yield "ct load " + ct.key().word() + " => reg " + ct.dreg() + direction(ct.direction());
      }
      case CtSet set ->
          "ct set " + set.key().word() + " with reg " + set.sreg() + direction(set.direction());
      case Exthdr exthdr -> {
        loaded(exthdr.dreg(), false);
        options.add(exthdr.dreg());
        yield "exthdr load%s %db @ %d + %d%s => reg %d"
            .formatted(
                space(exthdr.op()),
                exthdr.length(),
                exthdr.type(),
                exthdr.offset(),
                exthdr.present() ? " present" : "",
                exthdr.dreg());
      }
      case ExthdrReset reset -> "exthdr reset" + space(reset.op()) + " " + reset.type();
      case ExthdrSet set ->
          "exthdr write%s reg %d => %db @ %d + %d"
              .formatted(space(set.op()), set.sreg(), set.length(), set.type(), set.offset());
      case Handover handover -> HandoverDump.line(handover);
      case Hash hash -> hash(hash);
      case Immediate immediate -> immediate(immediate, index);
      case Inner inner -> inner(inner);
      case Last(boolean used, long milliseconds) ->
          "last " + (used ? Long.toUnsignedString(milliseconds) : "never");
      case Limit limit -> limit(limit);
      case Load load -> {
        loaded(load.dreg(), isHost(load.source()));
        yield load(load.source(), load.dreg());
      }
      case Log log -> log(log);
      case Lookup lookup -> lookup(lookup);
      case Masquerade masquerade -> "masq" + range(masquerade.range());
      case Meta meta -> meta(meta);
      case MetaSet set -> "meta set " + set.key().word() + " with reg " + set.sreg();
      case Nat nat ->
          "nat "
              + (nat.destination() ? "dnat " : "snat ")
              + nat.family().word()
              + range(nat.range());
      case Notrack _ -> "notrack";
      case ObjRef ref -> "objref type " + ref.type().number() + " name " + ref.name();
      case ObjRefMap ref -> "objref sreg " + ref.sreg() + " set " + ref.set();
      case Payload payload -> payload(payload);
      case PayloadSet set -> payloadSet(set);
      case Quota quota ->
          "quota bytes %d consumed %d flags %d"
              .formatted(quota.bytes(), quota.consumed(), quota.over() ? 1 : 0);
      case Range range ->
          "range "
              + op(range.op())
              + " reg "
              + range.sreg()
              + number(range.sreg(), range.from())
              + number(range.sreg(), range.to());
      case Redirect redirect -> "redir" + range(redirect.range());
      case Reject reject -> "reject type " + reject.type().ordinal() + " code " + reject.code();
      case UnknownExpr unknown -> unknown.name() + " " + unknown.attributes().toHex();
    };
  }

  /** Chunks and options of DCCP have no word there. */
  private static String space(Exthdr.Op op) {
    return switch (op) {
      case IPV6, TCPOPT, IPV4 -> " " + op.name().toLowerCase(Locale.ROOT);
      case SCTP, DCCP -> "";
    };
  }

  private String inner(Inner inner) {
    String loaded =
        switch (inner.expr()) {
          case Payload payload -> payload(payload);
          case Meta meta -> meta(meta);
          default -> throw new IllegalArgumentException(inner.toString());
        };
    return "inner type %d hdrsize %d flags %x [ %s ]"
        .formatted(inner.type(), inner.headerSize(), inner.flags(), loaded);
  }

  private String meta(Meta meta) {
    loaded(meta.dreg(), meta.key().hostOrder());
    return "meta load " + meta.key().word() + " => reg " + meta.dreg();
  }

  private String payload(Payload payload) {
    loaded(payload.dreg(), false);
    return "payload load "
        + place(payload.length(), payload.base(), payload.offset())
        + " => reg "
        + payload.dreg();
  }

  private static boolean isHost(Source source) {
    return switch (source) {
      case Fib fib -> fib.result() != Fib.Result.OIFNAME;
      case Numgen _, Symhash _ -> true;
      case Osf _ -> false;
      case Rt(Rt.Key key) -> key != Rt.Key.NEXTHOP4 && key != Rt.Key.NEXTHOP6;
      case Socket _, Tunnel _ -> true;
      case Xfrm xfrm -> xfrm.key() == Xfrm.Key.REQID;
    };
  }

  private static String load(Source source, int dreg) {
    String target = " => reg " + dreg;
    return switch (source) {
      case Fib fib -> "fib " + fib(fib) + target;
      case Numgen(Numgen.Mode mode, int modulus, int offset) ->
          "numgen reg %d = %s".formatted(dreg, mode.word()) + modulo(modulus, offset);
      case Osf _ -> "osf dreg " + dreg;
      case Rt(Rt.Key key) -> "rt load " + key.word() + target;
      case Socket socket -> "socket load " + socket.key().word() + target;
      case Symhash(int modulus, int offset) ->
          "hash reg " + dreg + " = symhash() %" + modulo(modulus, offset);
      case Tunnel tunnel -> "tunnel load " + tunnel.key().word() + target;
      case Xfrm xfrm ->
          "xfrm load %s %d %s".formatted(xfrm.direction().word(), xfrm.number(), xfrm.key().word())
              + target;
    };
  }

  private static String modulo(int modulus, int offset) {
    return " mod "
        + Integer.toUnsignedString(modulus)
        + (offset == 0 ? "" : " offset " + Integer.toUnsignedString(offset));
  }

  private String hash(Hash hash) {
    loaded(hash.dreg(), true);
    int seed = hash.seed() == null ? 0 : hash.seed();
    return "hash reg %d = jhash(reg %d, %d, 0x%x) %%"
            .formatted(hash.dreg(), hash.sreg(), hash.length(), seed)
        + modulo(hash.modulus(), hash.offset());
  }

  private static String fib(Fib fib) {
    List<String> words = new ArrayList<>();
    String[] flags = {"saddr", "daddr", "mark", "iif", "oif"};
    for (int bit = 0; bit < flags.length; bit++) {
      if ((fib.flags() >> bit & 1) != 0) {
        words.add(flags[bit]);
      }
    }
    return String.join(" . ", words)
        + " "
        + fib.result().name().toLowerCase(Locale.ROOT)
        + (fib.isPresence() ? " present" : "");
  }

  private String bitwise(Bitwise bitwise, int index) {
    boolean order = isHost(bitwise.sreg()) || isWidened(bitwise, index);
    boolean shifted =
        bitwise.operation() instanceof Bitwise.ShiftLeft
            || bitwise.operation() instanceof Bitwise.ShiftRight;
    boolean option = options.contains(bitwise.sreg());
    loaded(bitwise.dreg(), order || (shifted && !option));
    if (isPart(bitwise) || (shifted && option)) {
      parts.add(bitwise.dreg());
    }
    if (option) {
      options.add(bitwise.dreg());
    }
    String head = "bitwise reg " + bitwise.dreg() + " = ( reg " + bitwise.sreg();
    return switch (bitwise.operation()) {
      case Bitwise.MaskXor(Bytes mask, Bytes xor) ->
          head + " &" + prefixed(mask, order) + " ) ^" + prefixed(xor, order);
      case Bitwise.Combine(Bitwise.Operator operator, int sreg2) ->
          head + " " + operator.word() + " reg " + sreg2 + " )";
      case Bitwise.ShiftLeft(int bits) -> head + " << 0x%08x )".formatted(bits);
      case Bitwise.ShiftRight(int bits) -> head + " >> 0x%08x )".formatted(bits);
    };
  }

  /** A field whose last bit is the last of its octets counts as a number of the host. */
  private static boolean isPart(Bitwise bitwise) {
    if (!(bitwise.operation() instanceof Bitwise.MaskXor(Bytes mask, Bytes xor))) {
      return false;
    }
    BigInteger bits = new BigInteger(1, mask.toArray());
    boolean low = bits.add(BigInteger.ONE).bitCount() == 1 && bits.bitLength() % 8 != 0;
    return low && new BigInteger(1, xor.toArray()).signum() == 0;
  }

  /** What was just loaded counts as a number of the host where more octets than that are used. */
  private boolean isWidened(Bitwise bitwise, int index) {
    Expr before = index > 0 ? exprs.get(index - 1) : bitwise;
    return switch (before) {
      case Exthdr load -> load.dreg() == bitwise.sreg() && load.length() < bitwise.length();
      case Payload load -> load.dreg() == bitwise.sreg() && load.length() < bitwise.length();
      default -> false;
    };
  }

  private String byteorder(Byteorder order) {
    loaded(order.dreg(), !order.toNetwork());
    return "byteorder reg %d = %s(reg %d, %d, %d)"
        .formatted(
            order.dreg(),
            order.toNetwork() ? "hton" : "ntoh",
            order.sreg(),
            order.size(),
            order.length());
  }

  private static String dynset(Dynset dynset) {
    StringBuilder line = new StringBuilder("dynset ");
    line.append(dynset.operation().name().toLowerCase(Locale.ROOT));
    line.append(" reg_key ").append(dynset.sregKey()).append(" set ").append(dynset.set());
    line.append(register(" sreg_data ", dynset.sregData()));
    if (dynset.timeout() != 0) {
      line.append(" timeout ").append(dynset.timeout()).append("ms");
    }
    for (Expr expr : dynset.exprs()) {
      line.append(" expr [ ").append(new DebugDump(List.of(expr)).line(0)).append(" ]");
    }
    return line.toString();
  }

  private String immediate(Immediate immediate, int index) {
    String head = "immediate reg " + immediate.dreg();
    return switch (immediate.data()) {
      case ObjectName(String name) -> head + " " + name;
      case Verdict verdict -> head + " " + verdict(verdict);
      case Value value -> {
        loaded(immediate.dreg(), readAsHost(immediate.dreg(), index + 1));
        yield head + number(immediate.dreg(), value.bytes());
      }
    };
  }

  /** Whether the first expression from {@code index} that reads a register wants host order. */
  private boolean readAsHost(int register, int index) {
    for (Expr expr : exprs.subList(index, exprs.size())) {
      if (expr instanceof MetaSet set && set.sreg() == register) {
        return set.key().hostOrder();
      }
      if (expr instanceof CtSet set && set.sreg() == register) {
        return set.key().hostOrder();
      }
      if (expr instanceof Handover handover && HandoverDump.reads(handover, register)) {
        return HandoverDump.isDevice(handover, register);
      }
      if (expr instanceof PayloadSet set && set.sreg() == register) {
        return false;
      }
    }
    return false;
  }

  private String lookup(Lookup lookup) {
    OptionalInt dreg = lookup.dreg();
    if (dreg.isPresent()) {
      loaded(dreg.getAsInt(), readAsHost(dreg.getAsInt(), 0));
    }
    return "lookup reg "
        + lookup.sreg()
        + " set "
        + lookup.set()
        + (dreg.isPresent() ? " dreg " + dreg.getAsInt() : "")
        + (lookup.inverted() ? " 0x1" : "");
  }

  private static String limit(Limit limit) {
    return "limit rate %d/%s burst %d type %s flags 0x%x"
        .formatted(
            limit.rate(),
            unit(limit.unit()),
            limit.burst(),
            limit.type().name().toLowerCase(Locale.ROOT),
            limit.over() ? 1 : 0);
  }

  private static String unit(long seconds) {
    return switch ((int) seconds) {
      case 1 -> "second";
      case 60 -> "minute";
      case 3600 -> "hour";
      case 86400 -> "day";
      case 604800 -> "week";
      default -> seconds + "s";
    };
  }

  private static String log(Log log) {
    StringBuilder line = new StringBuilder("log");
    if (log.prefix() != null) {
      line.append(" prefix ").append(log.prefix());
    }
    if (log.group() != null) {
      line.append(" group ").append(log.group());
      line.append(" snaplen ").append(log.snaplen() == null ? 0 : log.snaplen());
      line.append(" qthreshold ").append(log.qthreshold() == null ? 0 : log.qthreshold());
    } else if (log.level() != null) {
      line.append(" level ").append(log.level());
    }
    String[] words = {"tcpseq", "tcpopt", "ipopt", "uid", "nflog", "macdecode"};
    Integer flags = log.flags();
    for (int bit = 0; flags != null && bit < words.length; bit++) {
      if ((flags >> bit & 1) != 0) {
        line.append(' ').append(words[bit]);
      }
    }
    return line.toString();
  }

  private static String payloadSet(PayloadSet set) {
    return "payload write reg %d => %s csum_type %d csum_off %d csum_flags 0x%x"
        .formatted(
            set.sreg(),
            place(set.length(), set.base(), set.offset()),
            set.checksumType(),
            set.checksumOffset(),
            set.checksumFlags());
  }

  private static String place(int length, Payload.Base base, int offset) {
    return "%db @ %s header + %d".formatted(length, base.name().toLowerCase(Locale.ROOT), offset);
  }

  private static String range(NatRange range) {
    return register(" addr_min reg ", range.addressMin())
        + register(" addr_max reg ", range.addressMax())
        + register(" proto_min reg ", range.portMin())
        + register(" proto_max reg ", range.portMax())
        + (range.flags() == 0 ? "" : " flags 0x" + Integer.toHexString(range.flags()));
  }

  private static String register(String words, OptionalInt register) {
    return register.isPresent() ? words + register.getAsInt() : "";
  }

  private static String direction(Ct.@Nullable Direction direction) {
    return direction == null ? "" : " , dir " + direction.name().toLowerCase(Locale.ROOT);
  }

  private static String op(CmpOp op) {
    return op.name().toLowerCase(Locale.ROOT);
  }

  private static String verdict(Verdict verdict) {
    String word = verdict.code().name().toLowerCase(Locale.ROOT);
    return verdict.chain() == null ? word : word + " -> " + verdict.chain();
  }

  private boolean isHost(int register) {
    return host.getOrDefault(register, false);
  }

  private String number(int register, Bytes bytes) {
    return prefixed(bytes, isHost(register));
  }

  private static String prefixed(Bytes bytes, boolean host) {
    return " " + words(bytes, "0x", host);
  }

  /** Octets in words of four, the last one perhaps shorter. */
  private static String words(Bytes bytes, String prefix, boolean host) {
    String hex = (host ? bytes.reversed() : bytes).toHex();
    List<String> words = new ArrayList<>();
    for (int i = 0; i < hex.length(); i += 8) {
      words.add(prefix + hex.substring(i, Math.min(hex.length(), i + 8)));
    }
    return String.join(" ", words);
  }
}
