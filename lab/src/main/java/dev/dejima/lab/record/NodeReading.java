package dev.dejima.lab.record;

import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.Namespace;
import dev.dejima.kernel.Process;
import dev.dejima.kernel.StandardStreams;
import dev.dejima.kernel.Sysctl;
import dev.dejima.kernel.rtnetlink.GetAddresses;
import dev.dejima.kernel.rtnetlink.NewAddress;
import dev.dejima.kernel.rtnetlink.NewLink;
import dev.dejima.kernel.rtnetlink.RouteMessage;
import dev.dejima.lab.file.YamlText;
import dev.dejima.packet.Prefix;
import dev.dejima.tools.Invocation;
import dev.dejima.tools.Toolbox;
import dev.dejima.tools.nft.LineSource;
import dev.dejima.tools.shell.StandardTools;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** Reads how a node stands; where words are wanted, from what the tools list. */
final class NodeReading {
  /** The kernel makes them itself. */
  private static final Prefix LINK_LOCAL = Prefix.parse("fe80::/10");

  private final Toolbox toolbox = StandardTools.all(LineSource.STANDARD_INPUT);
  private final Process self;
  private final Namespace namespace;
  private final RecordedLinks links;
  private final List<String> late = new ArrayList<>();
  private final List<String> missing = new ArrayList<>();

  NodeReading(Process self, Namespace namespace, RecordedLinks links) {
    this.self = self;
    this.namespace = namespace;
    this.links = links;
  }

  RecordedNode read(String name, Touched touched) throws KernelException, InterruptedException {
    Map<String, String> sysctl = new LinkedHashMap<>();
    for (String variable : touched.variables(name)) {
      try {
        String path = Sysctl.path(variable);
        sysctl.put(Sysctl.name(path), namespace.sysctl().read(path).strip());
      } catch (KernelException e) {
        missing.add("sysctl " + variable + ": " + e.getMessage());
      }
    }
    Map<String, String> interfaces = interfaces(touched.addressed());
    return new RecordedNode(
        name,
        interfaces,
        routes(),
        rules(),
        neighbours(),
        sysctl,
        print("nft", "-s", "list", "ruleset"),
        late,
        missing);
  }

  private String print(String... words) throws InterruptedException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    StandardStreams streams =
        new StandardStreams(InputStream.nullInputStream(), out, OutputStream.nullOutputStream());
    try {
      toolbox.run(new Invocation(toolbox, self, self, streams, List.of(words)).in(namespace));
    } catch (IOException e) {
      missing.add(String.join(" ", words) + ": " + e.getMessage());
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  private Stream<String> lines(String... words) throws InterruptedException {
    return print(words).lines().map(String::strip).filter(line -> !line.isEmpty());
  }

  private Map<String, String> interfaces(Set<String> addressed) throws KernelException {
    Map<Integer, List<String>> addresses = new LinkedHashMap<>();
    for (int version : new int[] {4, 6}) {
      for (RouteMessage message : namespace.route().dump(new GetAddresses(version))) {
        if (message instanceof NewAddress address && !isKernels(address)) {
          addresses.computeIfAbsent(address.index(), _ -> new ArrayList<>()).add(text(address));
        }
      }
    }
    Map<String, String> interfaces = new LinkedHashMap<>();
    for (NewLink link : links.links().values()) {
      List<String> own = addresses.getOrDefault(link.index(), List.of());
      addresses.remove(link.index());
      if (link.info() == null) {
        missing.add("the link " + link.name() + ", whose kind is not known");
      }
      String name = Objects.toString(link.name());
      interfaces.put(name, links.text(link, own, addressed.contains(name)));
    }
    addresses.values().stream()
        .flatMap(List::stream)
        .forEach(address -> late.add("address add " + address.replace("\"", "") + " dev lo"));
    return interfaces;
  }

  private static boolean isKernels(NewAddress address) {
    return LINK_LOCAL.contains(address.address().address())
        || address.address().toString().matches("127\\.0\\.0\\.1/8|::1/128");
  }

  private static String text(NewAddress address) {
    StringBuilder text = new StringBuilder(address.address().toString());
    if (address.peer() != null) {
      text.setLength(0);
      text.append(address.address().address())
          .append(" peer ")
          .append(address.peer())
          .append('/')
          .append(address.address().length());
    }
    if (address.broadcast() != null) {
      text.append(" broadcast ").append(address.broadcast());
    }
    if ((address.flags() & NewAddress.NOPREFIXROUTE) != 0) {
      text.append(" noprefixroute");
    }
    return text.indexOf(":") < 0 ? text.toString() : YamlText.quoted(text.toString());
  }

  /** Those that the kernel did not make with an address. */
  private List<String> routes() throws InterruptedException {
    return Stream.concat(
            lines("ip", "route", "show", "table", "all"),
            lines("ip", "-6", "route", "show", "table", "all"))
        .filter(line -> !line.matches("(local|broadcast|anycast|multicast) .*|.* proto kernel.*"))
        .map(line -> line.replaceAll(" (linkdown|dead|pref medium|error -?\\d+)\\b", ""))
        .map(line -> line.replaceAll("( metric 1024)? *$", ""))
        .map(line -> line.replaceFirst("^((?:unreachable|blackhole|prohibit) .*) dev lo\\b", "$1"))
        .toList();
  }

  private List<String> rules() throws InterruptedException {
    return Stream.concat(lines("ip", "rule", "show"), lines("ip", "-6", "rule", "show"))
        .filter(line -> !line.matches("(0|32766|32767):\\s+from all lookup (local|main|default)"))
        .map(line -> line.replaceAll(" ?\\[detached]", ""))
        .map(line -> line.replaceFirst("^(\\d+):\\s+", "priority $1 "))
        .toList();
  }

  private Map<String, String> neighbours() throws InterruptedException {
    Map<String, String> neighbours = new LinkedHashMap<>();
    lines("ip", "neigh", "show")
        .filter(line -> line.endsWith("PERMANENT"))
        .map(line -> line.split(" "))
        .filter(words -> words.length > 4 && words[3].equals("lladdr"))
        .forEach(words -> neighbours.put(words[0], "lladdr " + words[4] + " dev " + words[2]));
    return neighbours;
  }
}
