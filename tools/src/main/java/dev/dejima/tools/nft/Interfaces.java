package dev.dejima.tools.nft;

import dev.dejima.kernel.NetlinkException;
import dev.dejima.kernel.rtnetlink.GetLinks;
import dev.dejima.kernel.rtnetlink.NewLink;
import dev.dejima.kernel.rtnetlink.RouteMessage;
import dev.dejima.nft.compile.Environment;
import dev.dejima.tools.Invocation;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** What the words of a ruleset mean in the namespace that it is for. */
final class Interfaces {
  private Interfaces() {}

  static Environment environment(Invocation call) throws NetlinkException {
    Map<String, Integer> numbers = new HashMap<>();
    for (RouteMessage message : call.namespace().route().dump(new GetLinks())) {
      if (message instanceof NewLink link && link.name() != null) {
        numbers.put(link.name(), link.index());
      }
    }
    SystemFiles files = new SystemFiles(Path.of("/"));
    return new Environment(
        numbers,
        files::users,
        files::groups,
        SystemFiles::zone,
        files::symbols,
        new HostNames(call.kernel(), files::hosts));
  }
}
