package dev.dejima.netstack.netfilter.nftables;

import dev.dejima.netstack.netfilter.JenkinsHash;
import dev.dejima.nft.expr.Fib;
import dev.dejima.nft.expr.Load;
import dev.dejima.nft.expr.Numgen;
import dev.dejima.nft.expr.Osf;
import dev.dejima.nft.expr.Register;
import dev.dejima.nft.expr.Rt;
import dev.dejima.nft.expr.Socket;
import dev.dejima.nft.expr.Symhash;
import dev.dejima.nft.expr.Tunnel;
import dev.dejima.nft.expr.Xfrm;

/** Loads what is neither in the packet nor beside it. */
final class SourceSteps {
  private SourceSteps() {}

  static Step of(Load load, ExprState state) {
    int target = Register.offset(load.dreg());
    return switch (load.source()) {
      case Fib fib -> new FibStep(fib, target);
      case Numgen numgen -> numgen(numgen, target, state);
      case Osf osf -> new OsfStep(osf, target);
      case Rt(Rt.Key key) -> new RtStep(key, target);
      case Socket socket -> new SocketStep(socket, target);
      case Symhash hash -> FlowHash.of(hash, target);
      case Tunnel(Tunnel.Key key) -> tunnel(key, target);
      // No transforms are made here, so that no packet has undergone any.
      case Xfrm _ -> e -> Step.BREAK;
    };
  }

  /** No tunnel ends in this kernel: packets have no path, and no id. */
  private static Step tunnel(Tunnel.Key key, int target) {
    return switch (key) {
      case PATH ->
          e -> {
            Registers.setByte(e.registers, target, 0);
            return Step.NEXT;
          };
      case ID -> e -> Step.BREAK;
    };
  }

  private static Step numgen(Numgen numgen, int target, ExprState state) {
    return switch (numgen.mode()) {
      case INC -> {
        ExprState.Sequence last = (ExprState.Sequence) state;
        yield e -> {
          int next = last.value + 1;
          last.value = Integer.compareUnsigned(next, numgen.modulus()) < 0 ? next : 0;
          Registers.setHostInt(e.registers, target, last.value + numgen.offset());
          return Step.NEXT;
        };
      }
      case RANDOM ->
          e -> {
            int drawn = e.environment.random().nextInt();
            Registers.setHostInt(
                e.registers, target, JenkinsHash.scale(drawn, numgen.modulus()) + numgen.offset());
            return Step.NEXT;
          };
    };
  }
}
