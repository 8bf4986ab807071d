package dev.dejima.lab.explain;

import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.Sysctl;
import dev.dejima.kernel.path.RouteEvent.Chosen;
import dev.dejima.kernel.path.RouteEvent.Neighbour;
import dev.dejima.kernel.path.RouteEvent.Neighbourhood;
import dev.dejima.kernel.path.RouteEvent.Routed;
import dev.dejima.lab.Port;
import dev.dejima.lab.explain.Addresses.Owned;
import dev.dejima.lab.trace.Journey;
import dev.dejima.lab.trace.Step;
import dev.dejima.nft.expr.Family;
import dev.dejima.packet.IpAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Nobody on the link has the address of the next hop, or who has it does not answer. */
record NoNeighbour() implements Diagnosis {
  @Override
  public Optional<Explanation> of(Case failed) throws KernelException {
    Optional<Neighbour> silent = silent(failed);
    return silent.isEmpty() ? Optional.empty() : Optional.of(explanation(failed, silent.get()));
  }

  /** Whom the packet waited for in vain. */
  static Optional<Neighbour> silent(Case failed) {
    return Case.last(failed.lost(), Neighbour.class)
        .filter(
            neighbour ->
                neighbour.state() == Neighbourhood.FAILED
                    || neighbour.state() == Neighbourhood.ASKED);
  }

  private static Explanation explanation(Case failed, Neighbour neighbour) throws KernelException {
    Port port = new Port(neighbour.moment().namespace(), neighbour.device());
    Set<Port> hearing = new Links(failed.network().lab().topology()).hearing(port);
    List<Owned> owners = failed.addresses().owners(neighbour.address());
    Optional<Owned> near =
        owners.stream().filter(owned -> hearing.contains(owned.port())).findFirst();
    if (near.isPresent()) {
      return silent(failed, neighbour, port, near.get());
    }
    return isGateway(failed, neighbour)
        ? wrongGateway(failed, neighbour, port, hearing)
        : owners.isEmpty()
            ? unknown(failed, neighbour, port)
            : elsewhere(failed, neighbour, port, owners.getFirst());
  }

  private static boolean isGateway(Case failed, Neighbour neighbour) {
    return route(failed)
        .map(Routed::chosen)
        .map(Chosen::gateway)
        .filter(neighbour.address()::equals)
        .isPresent();
  }

  private static Optional<Routed> route(Case failed) {
    return Case.last(failed.lost(), Routed.class).filter(routed -> routed.outcome().goesOn());
  }

  /** That nobody answered, as evidence. */
  static String asked(Neighbour neighbour, Port port) {
    return "%s asked for %s on %s, and nobody answered"
        .formatted(port.node(), neighbour.address(), port.device());
  }

  private static String evidence(Case failed, String node) {
    Optional<Routed> routed = route(failed);
    Optional<String> chosen = routed.map(Routed::chosen).map(Words::route);
    return routed.isEmpty() || chosen.isEmpty()
        ? "%s sends it by itself".formatted(node)
        : "the way of %s to %s is: %s".formatted(node, routed.get().destination(), chosen.get());
  }

  private static Explanation silent(Case failed, Neighbour neighbour, Port port, Owned near)
      throws KernelException {
    String node = near.port().node();
    String device = near.port().device();
    String cause =
        "%s has %s, but does not answer %s"
            .formatted(near.port(), neighbour.address(), port.node());
    Optional<IpAddress> source = route(failed).map(Routed::source);
    if (source.isPresent() && isStrict(failed.network().namespace(node).sysctl(), device)) {
      IpAddress from = source.get();
      return new Explanation(
          cause + ": it asks in the name of %s, and rp_filter is 1 at %s".formatted(from, node),
          List.of(
              asked(neighbour, port),
              "with rp_filter, ARP is answered only where the way back to who asks is by %s"
                  .formatted(device)),
          "at %s: let the way to %s go by %s (ip route get %s shows it), or sysctl -w net.ipv4.conf.%s.rp_filter=2"
              .formatted(node, from, device, from, device));
    }
    Optional<Journey> question = failed.trace().question();
    Optional<Step> decider = question.flatMap(Journey::decider);
    if (question.isPresent() && decider.isPresent()) {
      return dropped(cause, asked(neighbour, port), question.get(), decider.get());
    }
    return new Explanation(
        cause,
        List.of(asked(neighbour, port)),
        "see that %s is up and no rule drops ARP or neighbour discovery there: ip link show %s"
            .formatted(near.port(), device));
  }

  /** A rule or a policy drops ARP or neighbour discovery, which is ICMPv6 and so meets them too. */
  private static Explanation dropped(String cause, String asked, Journey question, Step decider) {
    String node = question.hops().getLast().node();
    return new Explanation(
        "%s: %s, at %s".formatted(cause, Filtered.decision(decider, "the question"), node),
        isDiscovery(question)
            ? List.of(
                asked, "the question is ICMPv6 (nd-neighbor-solicit): it meets the rules as well")
            : List.of(asked),
        Filtered.mend(node, decider, accepting(MissedRule.chain(decider).family(), question)));
  }

  private static String accepting(Family family, Journey question) {
    return isDiscovery(question)
        ? "icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert } accept"
        : family == Family.ARP ? "accept" : "ether type arp accept";
  }

  private static boolean isDiscovery(Journey question) {
    return question.packet().startsWith("IP6");
  }

  /** Whether the larger of the two variables, which is the one that counts, is 1. */
  private static boolean isStrict(Sysctl sysctl, String device) throws KernelException {
    int all = Integer.parseInt(sysctl.read("net/ipv4/conf/all/rp_filter").strip());
    int own = Integer.parseInt(sysctl.read("net/ipv4/conf/" + device + "/rp_filter").strip());
    return Math.max(all, own) == 1;
  }

  private static Explanation wrongGateway(
      Case failed, Neighbour neighbour, Port port, Set<Port> hearing) {
    IpAddress address = neighbour.address();
    List<Owned> there =
        hearing.stream()
            .flatMap(other -> failed.addresses().of(other, address.bits()).stream())
            .toList();
    String names =
        there.stream()
            .map(owned -> owned.port().node() + " has " + owned.address())
            .collect(Collectors.joining(", "));
    String destination = route(failed).map(r -> r.destination().toString()).orElse("");
    return new Explanation(
        "the next hop of %s, %s, is nobody's address on %s"
            .formatted(port.node(), address, port.device()),
        List.of(
            evidence(failed, port.node()),
            asked(neighbour, port),
            names.isEmpty() ? "nobody else is on that link" : "on that link " + names),
        there.isEmpty()
            ? "connect %s, or send what is for %s another way".formatted(port, destination)
            : "at %s, let the route go by who is there: via %s"
                .formatted(port.node(), there.getFirst().address()));
  }

  private static Explanation unknown(Case failed, Neighbour neighbour, Port port) {
    return new Explanation(
        "no node has the address %s, and %s looks for it on %s"
            .formatted(neighbour.address(), port.node(), port.device()),
        List.of(evidence(failed, port.node()), asked(neighbour, port)),
        "give the address to the node that it is meant for, or correct where it is written");
  }

  private static Explanation elsewhere(Case failed, Neighbour neighbour, Port port, Owned owner) {
    IpAddress address = neighbour.address();
    Optional<Owned> own =
        failed.addresses().of(port).stream()
            .filter(owned -> owned.prefix().network().contains(address))
            .findFirst();
    String belief =
        own.map(owned -> "its address " + owned.prefix() + " says so, the netmask is too short")
            .orElse("a route says so");
    return new Explanation(
        "%s takes %s for a neighbour on %s, but it is at %s, behind a router"
            .formatted(port.node(), address, port.device(), owner.port().node()),
        List.of(
            belief,
            evidence(failed, port.node()),
            asked(neighbour, port),
            "%s has it, as %s".formatted(owner.port(), owner.prefix())),
        own.isPresent()
            ? "give %s at %s its network's right length instead of /%d, and a route by the router"
                .formatted(own.get().address(), port, own.get().prefix().length())
            : "give the route at %s its gateway: via the router's address".formatted(port.node()));
  }
}
