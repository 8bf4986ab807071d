package dev.dejima.netstack.netfilter.nftables;

import dev.dejima.kernel.path.EndEvent;
import dev.dejima.netstack.Device;
import dev.dejima.netstack.Packet;
import dev.dejima.netstack.path.PacketPath;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.HookNumber;
import dev.dejima.nft.expr.TraceEvent;
import dev.dejima.nft.expr.Verdict;
import dev.dejima.packet.EthernetView;
import org.jspecify.annotations.Nullable;

/**
 * One packet's way through a base chain ({@code nft_do_chain}). Made once and used again; a packet
 * that is made while another is evaluated (a reset, an ICMP error) meets another evaluation.
 */
final class Evaluation {
  private static final int JUMP_STACK_SIZE = Validation.JUMP_STACK_SIZE;

  /** No rule's index. */
  private static final int STOLEN = -1;

  final Environment environment;
  final byte[] registers = new byte[Registers.SIZE + 8];
  private final Rule[][] rulesStack = new Rule[JUMP_STACK_SIZE][];
  private final Chain[] chainStack = new Chain[JUMP_STACK_SIZE];
  private final int[] indexStack = new int[JUMP_STACK_SIZE];

  @SuppressWarnings("NullAway.Init") // set for every packet
  Packet packet;

  HookNumber hook = HookNumber.PREROUTING;

  /** The packet's own family: IP, IP6 or ARP; NETDEV for a frame of something else. */
  Family family = Family.IP;

  /** The family of the hook ({@code nft_pf}): BRIDGE or NETDEV for frames, else the packet's. */
  Family place = Family.IP;

  @Nullable Device in;
  @Nullable Device out;

  /** What the rule at hand decided, if it said {@link Step#VERDICT}. */
  Decision verdict = Decision.ACCEPT;

  /** The queue that a packet whose fate is {@link Fate#QUEUED} waits in. */
  int queue;

  /** Whether it goes on if no program listens there. */
  boolean bypass;

  /** The last rule of the chain that matched, while somebody listens. */
  @Nullable Rule decider;

  /** Whether a trace of this packet at this base chain has told its headers. */
  private boolean headersTold;

  Evaluation(Environment environment) {
    this.environment = environment;
  }

  void begin(
      HookNumber atHook,
      Family atPlace,
      Family ofFamily,
      Packet thePacket,
      @Nullable Device from,
      @Nullable Device to) {
    hook = atHook;
    place = atPlace;
    family = ofFamily;
    packet = thePacket;
    in = from;
    out = to;
  }

  /** 4 or 6. */
  int version() {
    return family == Family.IP ? 4 : 6;
  }

  /**
   * Octets of the packet, as Linux counts them: with the link header where that stands in front of
   * the packet as it does when a device is about to send it.
   */
  int length() {
    boolean framed = hook == HookNumber.EGRESS || place == Family.ARP && hook == HookNumber.OUTPUT;
    return framed ? packet.length() + EthernetView.LENGTH : packet.length();
  }

  /** Runs a base chain; answers what becomes of the packet. */
  Fate run(Chain base) {
    headersTold = false;
    PacketPath path = packet.path;
    decider = null;
    if (path != null) {
      Telling.base(path, base);
    }
    Chain chain = base;
    Rule[] rules = chain.program;
    int index = 0;
    int depth = 0;
    while (true) {
      index = untilDecided(base, chain, rules, index);
      if (index == STOLEN) {
        return Fate.KEPT;
      }
      switch (verdict.code()) {
        case ACCEPT -> {
          return Fate.GOES_ON;
        }
        case DROP -> {
          return Fate.DROPPED;
        }
        case QUEUE -> {
          return Fate.QUEUED;
        }
        case JUMP, GOTO -> {
          if (verdict.code() == Verdict.Code.JUMP) {
            if (depth == JUMP_STACK_SIZE) {
              return Fate.DROPPED;
            }
            chainStack[depth] = chain;
            rulesStack[depth] = rules;
            indexStack[depth++] = index;
          }
          chain = targetOf(verdict);
          rules = chain.program;
          index = 0;
        }
        case RETURN, CONTINUE, BREAK -> {
          if (depth == 0) {
            tellTrace(base, base, 0, null, TraceEvent.Type.POLICY);
            if (path != null) {
              Telling.policy(path, base);
            }
            return base.policy == Verdict.Code.DROP ? Fate.DROPPED : Fate.GOES_ON;
          }
          depth--;
          if (path != null) {
            Telling.returned(path, chain, chainStack[depth]);
          }
          chain = chainStack[depth];
          rules = rulesStack[depth];
          index = indexStack[depth];
        }
      }
    }
  }

  /**
   * Runs rules until one decides, or none is left, which counts as {@code continue}.
   *
   * @return the index behind the last rule run; {@link #STOLEN} if it kept the packet
   */
  private int untilDecided(Chain base, Chain chain, Rule[] rules, int from) {
    for (int index = from; index < rules.length; index++) {
      Rule rule = rules[index];
      int outcome = packet.path == null ? run(rule) : witness(rule);
      if (outcome == Step.BREAK) {
        continue;
      }
      if (outcome == Step.STOLEN) {
        return STOLEN;
      }
      Decision decision = outcome == Step.NEXT ? Decision.CONTINUE : verdict;
      if (decision.code() != Verdict.Code.BREAK) {
        tellTrace(base, chain, rule.handle, decision, TraceEvent.Type.RULE);
      }
      if (decision.code() != Verdict.Code.CONTINUE && decision.code() != Verdict.Code.BREAK) {
        return index + 1;
      }
    }
    verdict = Decision.CONTINUE;
    // Linux tells the end of a chain as a rule without a handle.
    tellTrace(base, chain, 0, verdict, TraceEvent.Type.RULE);
    return rules.length;
  }

  private int run(Rule rule) {
    for (Step step : rule.steps) {
      int outcome = step.run(this);
      if (outcome != Step.NEXT) {
        return outcome;
      }
    }
    return Step.NEXT;
  }

  /** Runs a rule, and tells who listens what came of it. */
  private int witness(Rule rule) {
    PacketPath path = packet.path;
    Witness witness = new Witness(rule, this);
    int outcome = witness.run();
    if (path != null) {
      Decision decision =
          switch (outcome) {
            case Step.VERDICT -> verdict;
            case Step.BREAK -> null;
            default -> Decision.CONTINUE;
          };
      Telling.rule(path, rule, witness.mismatch(), decision);
      decider = outcome == Step.BREAK ? decider : rule;
      if (outcome == Step.STOLEN) {
        path.tell(new EndEvent.Consumed(path.now(), "rule"));
      }
    }
    return outcome;
  }

  private static Chain targetOf(Decision verdict) {
    Chain target = verdict.target();
    if (target == null) {
      throw new IllegalStateException("a jump to nowhere");
    }
    return target;
  }

  private void tellTrace(
      Chain base, Chain chain, long handle, @Nullable Decision decision, TraceEvent.Type type) {
    if (packet.nftrace && environment.traces()) {
      environment.tell(Tracing.event(this, base, chain, handle, decision, type, !headersTold));
      headersTold = true;
    }
  }
}
