package dev.dejima.nft.expr;

import java.util.OptionalInt;

/** The lines of {@link DebugDump} for what hands packets over. */
final class HandoverDump {
  private HandoverDump() {}

  static String line(Handover handover) {
    return switch (handover) {
      case Dup(OptionalInt address, OptionalInt device) ->
          "dup" + register(" sreg_addr ", address) + register(" sreg_dev ", device);
      case FlowOffload(String flowtable) -> "flow_offload flowtable " + flowtable;
      case Fwd(int device, OptionalInt address, Family family) ->
          "fwd sreg_dev "
              + device
              + register(" sreg_addr ", address)
              + (family == null ? "" : " nfproto " + family.number());
      case Queue queue -> queue(queue);
      case Synproxy synproxy -> "synproxy mss " + synproxy.mss() + " wscale " + synproxy.wscale();
      case Tproxy(Family family, OptionalInt address, OptionalInt port) ->
          "tproxy"
              + (family == Family.UNSPEC ? "" : " " + family.word())
              + register(" addr reg ", address)
              + register(" port reg ", port);
    };
  }

  private static String queue(Queue queue) {
    int last = queue.number() + queue.total() - 1;
    String number =
        queue.sreg().isPresent()
            ? "sreg_qnum " + queue.sreg().getAsInt()
            : "num " + queue.number() + (queue.total() > 1 ? "-" + last : "");
    return "queue "
        + number
        + ((queue.flags() & Queue.BYPASS) == 0 ? "" : " bypass")
        + ((queue.flags() & Queue.FANOUT) == 0 ? "" : " fanout");
  }

  private static String register(String words, OptionalInt register) {
    return register.isPresent() ? words + register.getAsInt() : "";
  }

  static boolean reads(Handover handover, int register) {
    return isDevice(handover, register) || isAddressOrPort(handover, register);
  }

  /** Whether a register holds the number of an interface, in the host's order. */
  static boolean isDevice(Handover handover, int register) {
    return switch (handover) {
      case Dup dup -> is(dup.device(), register);
      case Fwd fwd -> fwd.device() == register;
      case FlowOffload _, Queue _, Synproxy _, Tproxy _ -> false;
    };
  }

  private static boolean isAddressOrPort(Handover handover, int register) {
    return switch (handover) {
      case Dup dup -> is(dup.address(), register);
      case Fwd fwd -> is(fwd.address(), register);
      case Tproxy tproxy -> is(tproxy.address(), register) || is(tproxy.port(), register);
      case FlowOffload _, Queue _, Synproxy _ -> false;
    };
  }

  private static boolean is(OptionalInt held, int register) {
    return held.isPresent() && held.getAsInt() == register;
  }
}
