package dev.dejima.lab.run;

import dev.dejima.kernel.Errno;
import dev.dejima.kernel.Kernel;
import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.Namespace;
import dev.dejima.kernel.NetlinkException;
import dev.dejima.kernel.StandardStreams;
import dev.dejima.kernel.Sysctl;
import dev.dejima.kernel.rtnetlink.GetLinks;
import dev.dejima.kernel.rtnetlink.NewLink;
import dev.dejima.kernel.rtnetlink.RouteMessage;
import dev.dejima.lab.Command;
import dev.dejima.lab.LabException;
import dev.dejima.lab.Link;
import dev.dejima.lab.Mistake;
import dev.dejima.lab.NearMiss;
import dev.dejima.lab.Node;
import dev.dejima.lab.Place;
import dev.dejima.lab.Ruleset;
import dev.dejima.lab.RulesetText;
import dev.dejima.lab.Setting;
import dev.dejima.nft.compile.Compiled;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.GetRules;
import dev.dejima.nft.syntax.Diagnostic;
import dev.dejima.tools.nft.RulesetDump;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Brings a network up: namespaces and links, then of every node its devices, sysctl, rulesets and
 * addresses, then all links at once, then routes, then programs. What it types, {@link NodeLines}
 * knows.
 */
final class Setup {
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
    IpRunner ip = new IpRunner(network);
    ip.run(nodes, NodeLines::devices);
    for (Node node : nodes) {
      configure(node);
    }
    ip.run(nodes, NodeLines::addresses);
    try (Carrier carrier = Carrier.watch(network)) {
      ip.run(nodes, NodeLines::up);
      carrier.await();
    } catch (KernelException e) {
      throw refused(Place.NONE, "the carrier of all links", e);
    }
    ip.run(nodes, NodeLines::routes);
    for (Node node : nodes) {
      for (Command command : node.run()) {
        start(node, command);
      }
    }
  }

  /** Starts a program, and waits until it does what it was started for. */
  private void start(Node node, Command command) throws LabException, InterruptedException {
    Namespace namespace = network.namespace(node.name());
    String name = command.text() + " at " + node.name();
    kernel.start(namespace, name, StandardStreams.none(), Programs.of(command)).awaitReady();
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

  private void ruleset(Node node, RulesetText text) throws KernelException, LabException {
    Namespace namespace = network.namespace(node.name());
    Ruleset ruleset = Ruleset.of(text);
    Compiled compiled = ruleset.compile(indexes(namespace), RulesetDump.of(namespace.nfTables()));
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
        network
            .rules(node.name())
            .with(
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
}
