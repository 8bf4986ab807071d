package dev.dejima.nft.syntax;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One step of a rule. */
public sealed interface Statement {
  /** Where it was written. */
  Span span();

  /**
   * Goes on only if a value is as wanted: {@code tcp dport 22}.
   *
   * @param left what is looked at
   * @param operator how it is compared
   * @param right a value, range, prefix, set, or list of flags
   */
  record Match(Expression left, RelationalOperator operator, Expression right, Span span)
      implements Statement {}

  /** How a match compares. */
  enum RelationalOperator {
    /** None written: equal, member of the set or range, or, for flags, any of them set. */
    IMPLICIT(""),
    /** None written: within hours that run over midnight UTC, which JSON has a word for. */
    IN(""),
    EQ("=="),
    NE("!="),
    LT("<"),
    GT(">"),
    LE("<="),
    GE(">="),
    /** None of the flags is set. */
    NEGATED("!");

    private final String word;

    RelationalOperator(String word) {
      this.word = word;
    }

    /** As written; empty where none is. */
    public String word() {
      return word;
    }
  }

  /** Ends the rule: {@code accept}, {@code jump LAN}. */
  record VerdictStatement(Expression.Verdict verdict, Span span) implements Statement {}

  /**
   * Ends the rule with what a map holds: {@code tcp dport vmap { 22 : accept }}.
   *
   * @param map a {@code SetLiteral} or a {@code SetReference}
   */
  record VerdictMap(Expression key, Expression map, Span span) implements Statement {}

  /** Counts packets and octets. */
  record Counter(long packets, long bytes, Span span) implements Statement {}

  /**
   * Counts, limits or helps by an object of the table: {@code counter name "web"}.
   *
   * @param name a string, or a map that yields one
   */
  record ObjectReference(ObjectKind kind, Expression name, Span span) implements Statement {}

  /** The kinds of stateful objects that rules refer to. */
  enum ObjectKind {
    COUNTER("counter"),
    QUOTA("quota"),
    LIMIT("limit"),
    CT_HELPER("ct helper"),
    CT_TIMEOUT("ct timeout"),
    CT_EXPECTATION("ct expectation"),
    CT_COUNT("ct count"),
    SECMARK("secmark"),
    SYNPROXY("synproxy"),
    TUNNEL("tunnel");

    private final String word;

    ObjectKind(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }
  }

  /**
   * Writes a line to the kernel's log, or hands the packet to a log group.
   *
   * @param prefix absent where none
   * @param group the log group; absent for the kernel's log
   * @param snaplen octets of the packet for the group
   * @param queueThreshold packets to queue before the group is told
   * @param level absent where not given
   */
  record Log(
      @Nullable String prefix,
      @Nullable Integer group,
      @Nullable Long snaplen,
      @Nullable Integer queueThreshold,
      @Nullable LogLevel level,
      Set<LogFlag> flags,
      Span span)
      implements Statement {
    public Log {
      flags = Set.copyOf(flags);
    }
  }

  /** Levels of syslog, and audit; the ordinal is the kernel's number. */
  enum LogLevel {
    EMERG("emerg"),
    ALERT("alert"),
    CRIT("crit"),
    ERR("err"),
    WARN("warn"),
    NOTICE("notice"),
    INFO("info"),
    DEBUG("debug"),
    AUDIT("audit");

    private final String word;

    LogLevel(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }
  }

  /** What a log line shows beside the usual ({@code NF_LOG_*} of {@code nf_log.h}). */
  enum LogFlag {
    TCP_SEQUENCE(0x01),
    TCP_OPTIONS(0x02),
    IP_OPTIONS(0x04),
    SKUID(0x08),
    ETHER(0x20);

    private final int bit;

    LogFlag(int bit) {
      this.bit = bit;
    }

    /** The kernel's bit. */
    public int bit() {
      return bit;
    }
  }

  /**
   * Goes on while a rate is kept ({@code over}: once it is exceeded).
   *
   * @param rate units per {@code per}
   * @param burst how much more at once; absent where not given: 5 packets, 0 octets
   */
  record Limit(
      long rate,
      LimitUnit unit,
      LimitPer per,
      boolean over,
      @Nullable Long burst,
      @Nullable LimitUnit burstUnit,
      Span span)
      implements Statement {}

  /** What a limit counts. */
  enum LimitUnit {
    PACKETS("packets", 1),
    BYTES("bytes", 1),
    KBYTES("kbytes", 1024),
    MBYTES("mbytes", 1024 * 1024);

    private final String word;
    private final int factor;

    LimitUnit(String word, int factor) {
      this.word = word;
      this.factor = factor;
    }

    public String word() {
      return word;
    }

    /** Packets or octets in one unit. */
    public int factor() {
      return factor;
    }
  }

  /** The time a limit's rate is for. */
  enum LimitPer {
    SECOND("second", 1),
    MINUTE("minute", 60),
    HOUR("hour", 60 * 60),
    DAY("day", 24 * 60 * 60),
    WEEK("week", 7 * 24 * 60 * 60);

    private final String word;
    private final int seconds;

    LimitPer(String word, int seconds) {
      this.word = word;
      this.seconds = seconds;
    }

    public String word() {
      return word;
    }

    public int seconds() {
      return seconds;
    }
  }

  /**
   * Drops the packet and tells its sender; without a type, by the family's port unreachable. Of
   * ICMP without a code a listing does not tell which of its two versions it is.
   */
  record Reject(@Nullable RejectType type, @Nullable Expression code, Span span)
      implements Statement {}

  /** What a sender is told by. */
  enum RejectType {
    ICMP("icmp"),
    ICMPV6("icmpv6"),
    ICMPX("icmpx"),
    TCP_RESET("tcp reset");

    private final String word;

    RejectType(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }
  }

  /**
   * Translates addresses: {@code dnat to 192.0.2.1:80}.
   *
   * @param family {@code IP} or {@code IP6} where written; otherwise absent
   * @param target what the map or concatenation holds; absent where nothing was written
   * @param address absent where only a port is given
   * @param port absent where none
   */
  record Nat(
      NatType type,
      dev.dejima.nft.expr.@Nullable Family family,
      @Nullable NatTarget target,
      @Nullable Expression address,
      @Nullable Expression port,
      Set<NatFlag> flags,
      Span span)
      implements Statement {
    public Nat {
      flags = Set.copyOf(flags);
    }
  }

  /** Which end is translated. */
  enum NatType {
    SNAT("snat"),
    DNAT("dnat");

    private final String word;

    NatType(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }
  }

  /** What the value behind {@code to} is, where the statement says so. */
  enum NatTarget {
    ADDRESS_AND_PORT("addr . port"),
    PREFIX("prefix"),
    INTERVAL("interval");

    private final String word;

    NatTarget(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }
  }

  /** How ports are chosen ({@code NF_NAT_RANGE_*}), in the order that nft prints them. */
  enum NatFlag {
    RANDOM("random", 1 << 2),
    FULLY_RANDOM("fully-random", 1 << 4),
    PERSISTENT("persistent", 1 << 3);

    private final String word;
    private final int bit;

    NatFlag(String word, int bit) {
      this.word = word;
      this.bit = bit;
    }

    public String word() {
      return word;
    }

    /** The kernel's bit. */
    public int bit() {
      return bit;
    }
  }

  /** Translates the source to the address of the interface the packet leaves by. */
  record Masquerade(@Nullable Expression port, Set<NatFlag> flags, Span span) implements Statement {
    public Masquerade {
      flags = Set.copyOf(flags);
    }
  }

  /** Translates the destination to the machine itself. */
  record Redirect(@Nullable Expression port, Set<NatFlag> flags, Span span) implements Statement {
    public Redirect {
      flags = Set.copyOf(flags);
    }
  }

  /**
   * Overwrites an option with padding: {@code reset tcp option maxseg}.
   *
   * @param option without a field
   */
  record OptionReset(Expression.Exthdr option, Span span) implements Statement {}

  /** Keeps the packet from connection tracking. */
  record Notrack(Span span) implements Statement {}

  /**
   * Writes a value: {@code meta mark set 1}, {@code ct mark set meta mark}, {@code ip dscp set
   * cs1}.
   *
   * @param key a {@code Meta}, {@code Ct}, {@code Payload} or {@code RawPayload}
   */
  record Mangle(Expression key, Expression value, Span span) implements Statement {}

  /**
   * Puts an element into a set or map, or takes it out, as packets pass: {@code add @seen { ip
   * saddr timeout 1m }}.
   *
   * @param set the set or map
   * @param element what to put in; its {@code value} is present for maps
   */
  record SetUpdate(
      SetOperation operation, Expression.SetReference set, Expression.Element element, Span span)
      implements Statement {}

  /**
   * Goes on in a chain that has no name and belongs to the rule: {@code jump { ip saddr 1.1.1.1
   * accept }}.
   *
   * @param code {@code JUMP} or {@code GOTO}
   * @param rules without family and names: theirs are those of the rule that the chain belongs to
   */
  record ChainBlock(dev.dejima.nft.expr.Verdict.Code code, List<Rule> rules, Span span)
      implements Statement {
    public ChainBlock {
      rules = List.copyOf(rules);
    }
  }

  /**
   * The old way to make a set and keep state in it: {@code meter m { ip saddr limit rate 10/second
   * }}.
   *
   * @param size elements at most; absent for nft's choice
   * @param element the key, with the one statement that it carries
   */
  record Meter(Name name, @Nullable Long size, Expression.Element element, Span span)
      implements Statement {}

  /** What a rule does to a set. */
  enum SetOperation {
    ADD("add"),
    UPDATE("update"),
    DELETE("delete");

    private final String word;

    SetOperation(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }
  }

  /** Gives the packet, a copy of it, or the rest of its flow to somebody else. */
  sealed interface Handover extends Statement
      permits Dup, FlowOffload, Fwd, Queue, Synproxy, Tproxy {}

  /**
   * Hands the packet to a program: {@code queue flags bypass to 1-3}.
   *
   * @param number a queue, a range of them, or what yields one
   */
  record Queue(Expression number, Set<QueueFlag> flags, Span span) implements Handover {
    public Queue {
      flags = Set.copyOf(flags);
    }
  }

  /** How a packet is queued ({@code NFT_QUEUE_FLAG_*}). */
  enum QueueFlag {
    BYPASS("bypass", dev.dejima.nft.expr.Queue.BYPASS),
    FANOUT("fanout", dev.dejima.nft.expr.Queue.FANOUT);

    private final String word;
    private final int bit;

    QueueFlag(String word, int bit) {
      this.word = word;
      this.bit = bit;
    }

    public String word() {
      return word;
    }

    /** The kernel's bit. */
    public int bit() {
      return bit;
    }
  }

  /**
   * Sends a copy: {@code dup to 192.0.2.1 device "lo"}.
   *
   * @param to an address; in the netdev family an interface
   * @param device the interface to send it by; absent where the route decides
   */
  record Dup(Expression to, @Nullable Expression device, Span span) implements Handover {}

  /**
   * Sends the packet by another interface: {@code fwd ip to 192.0.2.1 device "lo"}.
   *
   * @param family of the address, {@code IP} or {@code IP6}; absent where there is none
   * @param address of the neighbour to send it to; absent where none is given
   */
  record Fwd(
      dev.dejima.nft.expr.@Nullable Family family,
      @Nullable Expression address,
      Expression device,
      Span span)
      implements Handover {}

  /**
   * Gives the packet to a local socket without a change to it: {@code tproxy to :50080}.
   *
   * @param family {@code IP} or {@code IP6} where written; otherwise absent
   * @param address absent for that of the interface
   * @param port absent for the packet's own
   */
  record Tproxy(
      dev.dejima.nft.expr.@Nullable Family family,
      @Nullable Expression address,
      @Nullable Expression port,
      Span span)
      implements Handover {}

  /**
   * Answers SYN segments in a server's stead: {@code synproxy mss 1460 wscale 7}.
   *
   * @param mss the greatest segment to announce; absent for none
   * @param wscale the window scale to announce; absent for none
   */
  record Synproxy(
      @Nullable Integer mss,
      @Nullable Integer wscale,
      boolean timestamp,
      boolean sackPerm,
      Span span)
      implements Handover {}

  /** Lets a flowtable forward the packets of this flow from now on: {@code flow add @ft}. */
  record FlowOffload(Name flowtable, Span span) implements Handover {}

  /**
   * Goes on until so many octets have passed, or ({@code over}) from then on.
   *
   * @param bytes how many, unsigned
   * @param used how many have passed
   */
  record Quota(long bytes, boolean over, long used, Span span) implements Statement {}

  /**
   * Keeps the time when a packet last came by.
   *
   * @param used how long ago that was, ms; absent if none ever did
   */
  record Last(@Nullable Long used, Span span) implements Statement {}

  /**
   * Goes on while at most ({@code over}: while more than) so many connections are tracked: {@code
   * ct count 20}.
   *
   * @param count how many, 32 bits
   */
  record ConnectionLimit(long count, boolean over, Span span) implements Statement {}

  /** What xtables does, as iptables-nft puts it into rules; listed, but not understood. */
  record Compat(CompatKind kind, String name, Span span) implements Statement {}

  /** The parts that xtables has. */
  enum CompatKind {
    MATCH("match"),
    TARGET("target"),
    /** A target of ebtables that the rule goes on behind. */
    WATCHER("watcher");

    private final String word;

    CompatKind(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }
  }
}
