package dev.dejima.netstack;

import dev.dejima.kernel.KernelException;
import dev.dejima.netstack.inet.Selector;
import dev.dejima.netstack.ip.Ipv4;
import dev.dejima.netstack.ip.Output4;
import dev.dejima.netstack.ip.Route4;
import dev.dejima.netstack.ip6.Conf6;
import dev.dejima.netstack.ip6.Ipv6;
import dev.dejima.netstack.ip6.Route6;
import dev.dejima.netstack.link.NetDevice;
import dev.dejima.netstack.netfilter.PacketSender;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.HookNumber;
import dev.dejima.packet.EtherType;
import dev.dejima.packet.Ipv4View;
import dev.dejima.packet.Ipv6Address;
import dev.dejima.packet.Ipv6View;
import dev.dejima.packet.NetworkOrder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Sends packets from a namespace where its rules say. */
final class RulesSender implements PacketSender {
  /** How often a frame may be sent on while it is being sent on ({@code NF_RECURSION_LIMIT}). */
  private static final int MOST_NESTED = 2;

  private final Ipv4 ipv4;
  private final Ipv6 ipv6;
  private final FrameAnswers answers;
  private boolean duplicating;
  private int nested;

  RulesSender(Ipv4 ipv4, Ipv6 ipv6) {
    this.ipv4 = ipv4;
    this.ipv6 = ipv6;
    this.answers = new FrameAnswers(ipv4.packets(), ipv4, ipv6);
  }

  @Override
  public void duplicate(
      Packet packet, HookNumber hook, long high, long low, @Nullable Device device) {
    if (duplicating) {
      return;
    }
    boolean entering = hook == HookNumber.PREROUTING || hook == HookNumber.INPUT;
    duplicating = true;
    try {
      switch (packet.etherType) {
        case EtherType.IPV4 -> duplicate4(packet, entering, (int) low, device);
        case EtherType.IPV6 ->
            duplicate6(packet, entering, new Ipv6Address(high, low), (NetDevice) device);
        default -> {}
      }
    } catch (KernelException e) {
      // There is no way, and nobody to tell.
    } finally {
      duplicating = false;
    }
  }

  /** May not be cut, that the sender hears of a way too narrow. */
  private void duplicate4(Packet packet, boolean entering, int gateway, @Nullable Device device)
      throws KernelException {
    Route4 route = ipv4.output().route(0, gateway, device, Selector.NONE);
    Packet copy = untracked(packet);
    byte[] bytes = copy.bytes;
    int at = copy.network;
    int fragment = NetworkOrder.get16(bytes, at + Ipv4View.FRAGMENT) | Ipv4View.DONT_FRAGMENT;
    NetworkOrder.put16(bytes, at + Ipv4View.FRAGMENT, fragment);
    if (entering) {
      bytes[at + Ipv4View.TTL]--;
    }
    ipv4.output().resend(copy, route, gateway);
  }

  private void duplicate6(
      Packet packet, boolean entering, Ipv6Address gateway, @Nullable NetDevice device)
      throws KernelException {
    Route6 route = ipv6.output().route(gateway, device);
    Packet copy = untracked(packet);
    if (entering) {
      copy.bytes[copy.network + Ipv6View.HOP_LIMIT]--;
    }
    ipv6.output().resend(copy, route, gateway);
  }

  @Override
  public void send(Packet packet) {
    try {
      if (packet.etherType == EtherType.IPV4) {
        packet.bytes[packet.network + Ipv4View.TTL] = (byte) ipv4.settings().defaultTtl;
        ipv4.output().resend(packet, ipv4.output().routeOf(packet), 0);
      } else {
        int at = packet.network + Ipv6View.DESTINATION;
        Ipv6Address to =
            new Ipv6Address(
                NetworkOrder.get64(packet.bytes, at), NetworkOrder.get64(packet.bytes, at + 8));
        Route6 route = ipv6.output().routeOf(packet);
        packet.bytes[packet.network + Ipv6View.HOP_LIMIT] =
            (byte) ipv6.confAll()[Conf6.HOP_LIMIT.ordinal()];
        ipv6.output().resend(packet, route, to);
      }
    } catch (KernelException e) {
      packet.release();
    }
  }

  private static Packet untracked(Packet packet) {
    Packet copy = packet.copy();
    copy.resetFlow();
    copy.ctInfo = Packet.CT_UNTRACKED;
    copy.local = false;
    copy.ownerless = false;
    return copy;
  }

  @Override
  public void transmit(Packet packet, Device device) {
    if (nested > MOST_NESTED) {
      packet.release();
      return;
    }
    nested++;
    try {
      ((NetDevice) device).transmit(packet);
    } finally {
      nested--;
    }
  }

  @Override
  public void transmitFragments(Packet packet, Device device) {
    NetDevice out = (NetDevice) device;
    if (packet.fragmentSize > out.mtu()) {
      packet.release();
      return;
    }
    Consumer<Packet> send =
        piece -> {
          int length = packet.network - packet.link;
          piece.link = piece.network - length;
          System.arraycopy(packet.bytes, packet.link, piece.bytes, piece.link, length);
          out.transmit(piece);
        };
    if (packet.length() <= packet.fragmentSize) {
      out.transmit(packet);
    } else if (packet.etherType == EtherType.IPV4) {
      Output4.cut(ipv4.packets(), packet, packet.fragmentSize, send);
    } else {
      ipv6.output().cut(packet, packet.fragmentSize, send);
    }
  }

  @Override
  public void answerUnreachable(Packet packet, Family place, Device in, int code) {
    answers.unreachable(packet, place, (NetDevice) in, code);
  }

  @Override
  public void answerReset(Packet packet, Family place, Device in) {
    answers.reset(packet, place, (NetDevice) in);
  }

  @Override
  public void transmitTo(Packet packet, Device device, long high, long low) {
    if (packet.etherType == EtherType.IPV4) {
      ipv4.output().toNeighbour(packet, (NetDevice) device, (int) low);
    } else {
      ipv6.output().toNeighbour(packet, (NetDevice) device, high, low);
    }
  }
}
