package dev.dejima.netstack.netfilter;

import dev.dejima.netstack.Device;
import dev.dejima.netstack.Packet;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.HookNumber;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes down what rules hand over. */
final class FakeSender implements PacketSender {
  final List<String> sent = new ArrayList<>();

  private static String name(@Nullable Device device) {
    return device == null ? "any" : device.name();
  }

  @Override
  public void duplicate(
      Packet packet, HookNumber hook, long high, long low, @Nullable Device device) {
    sent.add("copy to %x:%x by %s at %s".formatted(high, low, name(device), hook.word()));
  }

  /** What was sent of this host's own, newest last. */
  final List<Packet> own = new ArrayList<>();

  @Override
  public void send(Packet packet) {
    own.add(packet);
  }

  @Override
  public void transmit(Packet packet, Device device) {
    sent.add("frame by " + device.name());
    packet.release();
  }

  @Override
  public void transmitTo(Packet packet, Device device, long high, long low) {
    sent.add("to %x:%x by %s".formatted(high, low, device.name()));
    packet.release();
  }

  @Override
  public void transmitFragments(Packet packet, Device device) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void answerUnreachable(Packet packet, Family place, Device in, int code) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void answerReset(Packet packet, Family place, Device in) {
    throw new UnsupportedOperationException();
  }
}
