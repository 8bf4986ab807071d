package dev.dejima.lab.trace;

import dev.dejima.kernel.Errno;
import dev.dejima.kernel.Kernel;
import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.Namespace;
import dev.dejima.kernel.Sysctl;
import dev.dejima.kernel.conntrack.ConntrackMessage;
import dev.dejima.kernel.conntrack.ConntrackTuple;
import dev.dejima.kernel.conntrack.GetConntracks;
import dev.dejima.kernel.conntrack.NewConntrack;
import dev.dejima.kernel.conntrack.NewConntrack.Details;
import dev.dejima.kernel.conntrack.NewConntrack.Translation;
import dev.dejima.kernel.conntrack.NewConntrack.Translation.Target;
import dev.dejima.lab.Lab;
import dev.dejima.lab.LabException;
import dev.dejima.lab.Node;
import dev.dejima.lab.Topology;
import dev.dejima.lab.run.Flow;
import dev.dejima.lab.run.Network;
import dev.dejima.nft.compile.Compiled;
import dev.dejima.nft.compile.Compiler;
import dev.dejima.nft.compile.Environment;
import dev.dejima.nft.compile.Snapshot;
import dev.dejima.nft.decompile.Decompiler;
import dev.dejima.nft.syntax.IncludeReader;
import dev.dejima.nft.syntax.ListOptions;
import dev.dejima.nft.syntax.NftParser;
import dev.dejima.nft.syntax.NftPrinter;
import dev.dejima.packet.Bytes;
import dev.dejima.tools.nft.RulesetDump;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A network on a kernel that tells the ways of packets, made as another is at this moment: links,
 * addresses, routes, rules of policy routing, neighbours, variables, rulesets with what their sets
 * hold, and tracked connections. It begins as the lab says, and what differs is brought over.
 */
final class Twin implements AutoCloseable {
  private static final int LASTING =
      NewConntrack.SEEN_REPLY | NewConntrack.ASSURED | NewConntrack.FIXED_TIMEOUT;

  private final Network network;

  /** What could not be brought over, for people. */
  private final List<String> lacks = new ArrayList<>();

  private Twin(Network network) {
    this.network = network;
  }

  /**
   * The twin of a network that is up.
   *
   * @param kernel an empty one, to make it on
   */
  static Twin of(Network real, Kernel kernel) throws KernelException, InterruptedException {
    Twin twin = new Twin(start(real, kernel));
    for (Node node : real.lab().topology().nodes()) {
      twin.bringOver(node.name(), real);
    }
    return twin;
  }

  private static Network start(Network real, Kernel kernel)
      throws KernelException, InterruptedException {
    try {
      return Network.start(withoutPrograms(real.lab()), kernel);
    } catch (LabException e) {
      throw new KernelException(
          Errno.EOPNOTSUPP,
          "the Java kernel cannot be the twin of this network: " + e.getMessage());
    }
  }

  /** Programs do not run twice; where they listen is brought over. */
  private static Lab withoutPrograms(Lab lab) {
    List<Node> nodes =
        lab.topology().nodes().stream()
            .map(
                node ->
                    new Node(
                        node.name(),
                        node.interfaces(),
                        node.routes(),
                        node.rules(),
                        node.neighbours(),
                        node.sysctl(),
                        node.nftables(),
                        List.of(),
                        node.place()))
            .toList();
    return new Lab(lab.name(), new Topology(nodes, lab.topology().links()), List.of());
  }

  Network network() {
    return network;
  }

  List<String> lacks() {
    return lacks;
  }

  private void bringOver(String node, Network real) throws KernelException {
    Namespace from = real.namespace(node);
    Namespace to = network.namespace(node);
    variables(node, from.sysctl(), to.sysctl());
    new TwinLinks(node, from, to, lacks).bringOver();
    ruleset(node, from, to);
    network.sameRules(
        node, real, RulesetDump.of(from.nfTables()).rules(), RulesetDump.of(to.nfTables()).rules());
    for (int version : new int[] {4, 6}) {
      for (ConntrackMessage message : from.conntrack().dump(new GetConntracks(version))) {
        if (message instanceof NewConntrack flow) {
          flow(node, flow, to);
        }
      }
    }
  }

  private void variables(String node, Sysctl from, Sysctl to) throws KernelException {
    for (String path : to.list("net")) {
      String value = read(from, path);
      if (value != null && !value.equals(read(to, path))) {
        try {
          to.write(path, value);
        } catch (KernelException e) {
          if (e.errno() == Errno.EACCES) {
            continue; // The Java kernel has it, but has one value for it only.
          }
          lacks.add("%s: %s = %s: %s".formatted(node, Sysctl.name(path), value, e.getMessage()));
        }
      }
    }
  }

  private static @Nullable String read(Sysctl variables, String path) {
    try {
      return variables.read(path);
    } catch (KernelException e) {
      return null;
    }
  }

  // ---- rulesets

  /** The ruleset that the lab has loaded stays, with its lines, unless it is another by now. */
  private void ruleset(String node, Namespace from, Namespace to) throws KernelException {
    String wanted = listing(from);
    if (wanted.equals(listing(to))) {
      return;
    }
    Compiled compiled =
        Compiler.compile(
            NftParser.parse(node, "flush ruleset\n" + wanted, IncludeReader.NONE).commands(),
            RulesetDump.of(to.nfTables()),
            Environment.PLAIN.withInterfaces(NodeWords.interfaces(to)));
    try {
      to.nfTables().commit(compiled.messages());
    } catch (KernelException e) {
      lacks.add(node + ": the ruleset: " + e.getMessage());
    }
  }

  private static String listing(Namespace namespace) throws KernelException {
    ListOptions options = ListOptions.DEFAULT.withoutState();
    Snapshot snapshot = RulesetDump.of(namespace.nfTables());
    Environment environment = Environment.PLAIN.withInterfaces(NodeWords.interfaces(namespace));
    return new NftPrinter(options).print(new Decompiler(snapshot, environment, options).ruleset());
  }

  // ---- tracked connections

  private void flow(String node, NewConntrack flow, Namespace to) {
    try {
      to.conntrack()
          .request(
              new NewConntrack(
                  flow.original(),
                  flow.reply(),
                  null,
                  (flow.status() == null ? 0 : flow.status() & LASTING) | NewConntrack.CONFIRMED,
                  flow.timeout() == null ? 30L : flow.timeout(),
                  flow.protocol(),
                  flow.mark(),
                  null,
                  null,
                  null,
                  translation(flow),
                  NewConntrack.Mode.CREATE));
    } catch (KernelException e) {
      lacks.add("%s: connection %s: %s".formatted(node, Flow.of(flow.original()), e.getMessage()));
    }
  }

  private static Details translation(NewConntrack flow) {
    ConntrackTuple original = flow.original();
    ConntrackTuple reply = flow.reply();
    boolean source = flow.has(NewConntrack.SRC_NAT);
    boolean destination = flow.has(NewConntrack.DST_NAT);
    if (!source && !destination) {
      return Details.NONE;
    }
    return new Details(
        null,
        Bytes.EMPTY,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        new Translation(
            source
                ? new Target(reply.destination(), port(original, reply.destinationPort()))
                : null,
            destination ? new Target(reply.source(), port(original, reply.sourcePort())) : null));
  }

  private static int port(ConntrackTuple original, int port) {
    return original.protocol() == 6 || original.protocol() == 17 ? port : 0;
  }

  @Override
  public void close() {
    network.close();
  }
}
