package dev.dejima.lab.run;

import dev.dejima.kernel.Errno;
import dev.dejima.kernel.Kernel;
import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.Namespace;
import dev.dejima.kernel.NetlinkException;
import dev.dejima.kernel.Sysctl;
import dev.dejima.kernel.rtnetlink.GetLinks;
import dev.dejima.kernel.rtnetlink.NewAddress;
import dev.dejima.kernel.rtnetlink.NewLink;
import dev.dejima.kernel.rtnetlink.NewRoute;
import dev.dejima.kernel.rtnetlink.RouteMessage;
import dev.dejima.kernel.rtnetlink.RouteType;
import dev.dejima.lab.Interface;
import dev.dejima.lab.LabException;
import dev.dejima.lab.Link;
import dev.dejima.lab.Mistake;
import dev.dejima.lab.NearMiss;
import dev.dejima.lab.Node;
import dev.dejima.lab.Place;
import dev.dejima.lab.Route;
import dev.dejima.lab.Ruleset;
import dev.dejima.lab.RulesetText;
import dev.dejima.lab.Setting;
import dev.dejima.nft.compile.Compiled;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.GetRules;
import dev.dejima.nft.expr.NewFlag;
import dev.dejima.nft.syntax.Diagnostic;
import dev.dejima.packet.Prefix;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Brings a network up.
 *
 * <p>Nothing passes a link before all is in place: links are made down, then sysctl, rulesets and
 * addresses are set, then all links go up at once, and routes, which need links that are up, come
 * last. IPv6 addresses are not probed for duplicates, which the lab's own check has ruled out: they
 * can be used at once.
 */
final class Setup {
  private static final int BOOT = 3;
  private static final int SCOPE_LINK = 253;
  private static final int LOOPBACK = 1;

  private final Network network;
  private final Kernel kernel;

  Setup(Network network) {
    this.network = network;
    this.kernel = network.kernel();
  }

  void run() throws LabException, InterruptedException {
    List<Node> nodes = network.lab().topology().nodes();
    for (Node node : nodes) {
      attempt(node.place(), "node '%s'".formatted(node.name()), () -> namespace(node));
    }
    for (Link link : network.lab().topology().links()) {
      attempt(link.placeOfA(), "link %s, %s".formatted(link.a(), link.b()), () -> link(link));
    }
    for (Node node : nodes) {
      configure(node);
    }
    try (Carrier carrier = Carrier.watch(network)) {
      for (Node node : nodes) {
        attempt(node.place(), "node '%s'".formatted(node.name()), () -> up(node));
      }
      carrier.await();
    } catch (KernelException e) {
      throw refused(Place.NONE, "the carrier of all links", e);
    }
    for (Node node : nodes) {
      for (Route route : node.routes()) {
        attempt(route.place(), "route %s".formatted(route), () -> route(node, route));
      }
    }
  }

  private interface Step {
    void run() throws KernelException, LabException;
  }

  private static void attempt(Place place, String what, Step step) throws LabException {
    try {
      step.run();
    } catch (KernelException e) {
      throw refused(place, what, e);
    }
  }

  private static LabException refused(Place place, String what, KernelException e) {
    return refused(place, what, e, null);
  }

  private static LabException refused(
      Place place, String what, KernelException e, @Nullable String hint) {
    String message = "%s: the kernel refuses: %s".formatted(what, e.getMessage());
    return new LabException(new Mistake(place, message, place.source(), hint).format(), e);
  }

  private void namespace(Node node) throws KernelException {
    network.add(node.name(), kernel.createNamespace(node.name()));
  }

  private void link(Link link) throws KernelException {
    Namespace a = network.namespace(link.a().node());
    Namespace b = network.namespace(link.b().node());
    a.route()
        .request(
            NewLink.veth(
                link.a().device(),
                link.b().device(),
                link.a().node().equals(link.b().node()) ? null : b));
  }

  private void configure(Node node) throws LabException {
    for (Setting setting : node.sysctl()) {
      attempt(
          setting.place(), "sysctl '%s'".formatted(setting.name()), () -> sysctl(node, setting));
    }
    for (RulesetText text : node.nftables()) {
      attempt(text.place(), "ruleset '%s'".formatted(text.label()), () -> ruleset(node, text));
    }
    for (Interface device : node.interfaces()) {
      for (Interface.Address address : device.addresses()) {
        attempt(
            address.place(),
            "address %s".formatted(address.prefix()),
            () -> address(node, device, address.prefix()));
      }
    }
  }

  private void sysctl(Node node, Setting setting) throws KernelException, LabException {
    Namespace namespace = network.namespace(node.name());
    try {
      namespace.sysctl().write(setting.path(), setting.value());
    } catch (KernelException e) {
      if (e.errno() != Errno.ENOENT) {
        throw e;
      }
      List<String> known = namespace.sysctl().list("net");
      String hint = NearMiss.of(setting.path(), known).map(Sysctl::name).orElse(null);
      throw refused(setting.place(), "sysctl '%s'".formatted(setting.name()), e, hint);
    }
  }

  private void address(Node node, Interface device, Prefix prefix) throws KernelException {
    Namespace namespace = network.namespace(node.name());
    NewAddress address = NewAddress.of(index(namespace, device.name()), prefix);
    boolean v4 = prefix.address().bits() == 32;
    namespace
        .route()
        .request(
            new NewAddress(
                address.index(),
                prefix,
                null,
                null,
                v4 ? device.name() : null,
                address.scope(),
                v4 ? 0 : NewAddress.NODAD,
                NewAddress.FOREVER,
                NewAddress.FOREVER,
                address.mode()));
  }

  private void up(Node node) throws KernelException {
    Namespace namespace = network.namespace(node.name());
    namespace.route().request(NewLink.setUp(LOOPBACK, true));
    for (Interface device : node.interfaces()) {
      namespace.route().request(NewLink.setUp(index(namespace, device.name()), true));
    }
  }

  private void route(Node node, Route route) throws KernelException {
    Namespace namespace = network.namespace(node.name());
    boolean direct = route.gateway() == null && route.type() == RouteType.UNICAST;
    namespace
        .route()
        .request(
            new NewRoute(
                route.destination(),
                route.gateway(),
                route.device() == null ? 0 : index(namespace, route.device()),
                null,
                route.metric(),
                NewRoute.MAIN,
                BOOT,
                direct ? SCOPE_LINK : 0,
                route.type(),
                0,
                Set.of(NewFlag.CREATE, NewFlag.EXCL)));
  }

  private void ruleset(Node node, RulesetText text) throws KernelException, LabException {
    Namespace namespace = network.namespace(node.name());
    Ruleset ruleset = Ruleset.of(text);
    Compiled compiled = ruleset.compile(indexes(namespace));
    if (!compiled.errors().isEmpty()) {
      throw new LabException(ruleset.format(compiled.errors()));
    }
    try {
      namespace.nfTables().commit(compiled.messages());
    } catch (NetlinkException e) {
      throw new LabException(ruleset.format(diagnostics(compiled, e)), e);
    }
    network.rules(
        node.name(),
        RuleBook.of(
            ruleset,
            text,
            compiled,
            namespace.nfTables().dump(new GetRules(Family.UNSPEC, null, null))));
  }

  private static List<Diagnostic> diagnostics(Compiled compiled, NetlinkException refusal) {
    List<Diagnostic> diagnostics = new ArrayList<>();
    for (NetlinkException.Refusal part : refusal.refusals()) {
      int index = Math.clamp(part.index(), 0, compiled.entries().size() - 1);
      String words = part.text() == null ? part.errno().text() : part.text();
      diagnostics.add(
          Diagnostic.of(compiled.entries().get(index).span(), "Could not process rule: " + words));
    }
    return diagnostics;
  }

  /** The numbers of a namespace's links by their names. */
  static Map<String, Integer> indexes(Namespace namespace) throws KernelException {
    Map<String, Integer> indexes = new HashMap<>();
    for (RouteMessage message : namespace.route().dump(new GetLinks())) {
      if (message instanceof NewLink link && link.name() != null) {
        indexes.put(link.name(), link.index());
      }
    }
    return indexes;
  }

  private static int index(Namespace namespace, String device) throws KernelException {
    Integer index = indexes(namespace).get(device);
    if (index == null) {
      throw new KernelException(Errno.ENODEV);
    }
    return index;
  }
}
