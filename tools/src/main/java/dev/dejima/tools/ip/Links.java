package dev.dejima.tools.ip;

import dev.dejima.kernel.NetlinkException;
import dev.dejima.kernel.rtnetlink.GetLinks;
import dev.dejima.kernel.rtnetlink.NewLink;
import dev.dejima.kernel.rtnetlink.RouteMessage;
import dev.dejima.tools.Invocation;
import dev.dejima.tools.UsageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The links of a namespace as they were at one moment, by number. */
public final class Links {
  private final Map<Integer, NewLink> byIndex = new TreeMap<>();

  private Links() {}

  /** As they are now. */
  public static Links of(Invocation call) throws NetlinkException {
    Links links = new Links();
    for (RouteMessage message : call.namespace().route().dump(new GetLinks())) {
      if (message instanceof NewLink link) {
        links.byIndex.put(link.index(), link);
      }
    }
    return links;
  }

  /** All of them, by number. */
  public List<NewLink> all() {
    return new ArrayList<>(byIndex.values());
  }

  /** The link of that name. */
  public Optional<NewLink> find(String name) {
    return byIndex.values().stream().filter(link -> name.equals(link.name())).findFirst();
  }

  /** The link of that name, or the complaint of ip that there is none. */
  NewLink get(String name) {
    return find(name)
        .orElseThrow(() -> new UsageException(1, "Cannot find device \"" + name + "\""));
  }

  /** Whether there is a link of that number, which is down. */
  public boolean isDown(int index) {
    NewLink link = byIndex.get(index);
    return link != null && !link.isUp();
  }

  /** The name of a number. */
  public String name(int index) {
    NewLink link = byIndex.get(index);
    return link == null || link.name() == null ? "if" + index : link.name();
  }
}
