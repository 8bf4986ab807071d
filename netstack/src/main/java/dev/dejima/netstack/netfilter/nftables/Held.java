package dev.dejima.netstack.netfilter.nftables;

import dev.dejima.kernel.path.DropReason;
import dev.dejima.kernel.path.RulesetEvent;
import dev.dejima.netstack.Device;
import dev.dejima.netstack.Packet;
import dev.dejima.netstack.netfilter.nfnetlink.HeldPacket;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.HookNumber;
import dev.dejima.packet.NetworkOrder;
import org.jspecify.annotations.Nullable;

/** A packet that waits at a stage of a hook ({@code nf_queue}, {@code nf_reinject}). */
final class Held implements HeldPacket {
  /** What decides the way of a packet of this host ({@code nf_ip_saveroute}). */
  private record RouteKey(int mark, int tos, long first, long second, long third, long fourth) {
    static RouteKey of(Family family, Packet packet) {
      byte[] bytes = packet.bytes;
      int at = packet.network;
      return family == Family.IP
          ? new RouteKey(packet.mark, bytes[at + 1], NetworkOrder.get64(bytes, at + 12), 0, 0, 0)
          : new RouteKey(
              packet.mark,
              0,
              NetworkOrder.get64(bytes, at + 8),
              NetworkOrder.get64(bytes, at + 16),
              NetworkOrder.get64(bytes, at + 24),
              NetworkOrder.get64(bytes, at + 32));
    }
  }

  private final Hooks hooks;
  private final int stage;
  private final HookNumber hook;
  private final Family family;
  private final Packet packet;
  private final @Nullable Device in;
  private final @Nullable Device out;
  private final @Nullable RouteKey route;

  /** A packet as it is evaluated at a stage. */
  Held(Hooks hooks, Evaluation e, int stage) {
    this(hooks, stage, e.hook, e.place, e.packet, e.in, e.out);
  }

  private Held(
      Hooks hooks,
      int stage,
      HookNumber hook,
      Family family,
      Packet packet,
      @Nullable Device in,
      @Nullable Device out) {
    this.hooks = hooks;
    this.stage = stage;
    this.hook = hook;
    this.family = family;
    this.packet = packet;
    this.in = in;
    this.out = out;
    boolean routed = hook == HookNumber.OUTPUT && (family == Family.IP || family == Family.IP6);
    this.route = routed ? RouteKey.of(family, packet) : null;
  }

  @Override
  public Packet packet() {
    return packet;
  }

  @Override
  public HookNumber hook() {
    return hook;
  }

  @Override
  public Family family() {
    return family;
  }

  @Override
  public @Nullable Device in() {
    return in;
  }

  @Override
  public @Nullable Device out() {
    return out;
  }

  /**
   * Waits in a queue, or does not.
   *
   * @param bypass whether the packet goes on if no program listens
   * @return GOES_ON, or KEPT if it waits or is dropped
   */
  Fate wait(int queue, boolean bypass) {
    return switch (hooks.environment().queues().offer(queue, this)) {
      case WAITS -> Fate.KEPT;
      case GOES_ON -> Fate.GOES_ON;
      case REFUSED -> lost();
      case NOBODY -> bypass ? Fate.GOES_ON : lost();
    };
  }

  private Fate lost() {
    packet.drop(DropReason.NETFILTER_DROP);
    return Fate.KEPT;
  }

  @Override
  public void accept() {
    if (isThere()) {
      goOn();
    }
  }

  @Override
  public void repeat() {
    if (isThere() && hooks.run(this, stage, stage + 1) == Fate.GOES_ON) {
      goOn();
    }
  }

  @Override
  public void stop() {
    if (isThere()) {
      leave();
    }
  }

  @Override
  public void queue(int number) {
    Held again = new Held(hooks, stage, hook, family, packet, in, out);
    if (isThere() && again.wait(number, false) == Fate.GOES_ON) {
      again.goOn();
    }
  }

  @Override
  public void drop() {
    packet.drop(DropReason.NETFILTER_DROP);
  }

  /** Where the stage went meanwhile, the packet goes too. */
  private boolean isThere() {
    if (stage >= hooks.count(hook, family)) {
      packet.drop(DropReason.NETFILTER_DROP);
      return false;
    }
    return true;
  }

  private void goOn() {
    if (packet.path != null) {
      packet.path.tell(new RulesetEvent.Resumed(packet.path.now(), hook));
    }
    boolean elsewhere = route != null && !route.equals(RouteKey.of(family, packet));
    if (elsewhere && !hooks.environment().host().reroute(packet)) {
      packet.drop(DropReason.NETFILTER_DROP);
    } else if (hooks.run(this, stage + 1, Integer.MAX_VALUE) == Fate.GOES_ON) {
      leave();
    }
  }

  private void leave() {
    // what is routed anew leaves by another device than it was to
    Device leaving = hook == HookNumber.OUTPUT ? packet.out : out;
    hooks.environment().host().goOn(hook, family, packet, in, leaving);
  }
}
