package dev.dejima.lab.explain;

import dev.dejima.kernel.path.DropReason;
import dev.dejima.kernel.path.EndEvent.Dropped;
import dev.dejima.kernel.path.FragmentEvent;
import dev.dejima.lab.Port;
import java.util.List;
import java.util.Optional;

/** A packet that may not be cut is larger than a link takes. */
record TooBig() implements Diagnosis {
  @Override
  public Optional<Explanation> of(Case failed) {
    boolean dropped =
        Case.last(failed.lost(), Dropped.class)
            .filter(end -> end.reason() == DropReason.PKT_TOO_BIG)
            .isPresent();
    return Case.last(failed.lost(), FragmentEvent.TooBig.class)
        .filter(big -> dropped && !big.mayCut())
        .map(
            big -> {
              String node = big.moment().namespace();
              Port port = new Port(node, big.device());
              return new Explanation(
                  "%s of %d octets is too big for %s at %s, whose MTU is %d, and it may not be cut"
                      .formatted(failed.packet(), big.length(), big.device(), node, big.mtu()),
                  List.of(
                      "its sender has forbidden to cut it (DF), or it is IPv6, where only the"
                          + " sender cuts"),
                  mend(failed, port, big));
            });
  }

  /** A link's two ends have one MTU. */
  private static String mend(Case failed, Port port, FragmentEvent.TooBig big) {
    String peer =
        failed
            .network()
            .lab()
            .topology()
            .peer(port)
            .map(other -> "; " + set(other, big.length()))
            .orElse("");
    return "%s%s; or send less; or, of TCP, nft add rule … forward tcp flags syn tcp option maxseg size set rt mtu"
        .formatted(set(port, big.length()), peer);
  }

  private static String set(Port port, int mtu) {
    return "at %s: ip link set %s mtu %d".formatted(port.node(), port.device(), mtu);
  }
}
