package dev.dejima.lab.record;

import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.Namespace;
import dev.dejima.kernel.rtnetlink.GetLinks;
import dev.dejima.kernel.rtnetlink.LinkInfo;
import dev.dejima.kernel.rtnetlink.NewLink;
import dev.dejima.kernel.rtnetlink.RouteMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The links of a namespace as they stood; the loopback device is none of them. */
record RecordedLinks(Map<Integer, NewLink> links) {
  private static final int USUAL_MTU = 1500;
  private static final int ANY_MASTER = 0;

  static RecordedLinks of(Namespace namespace) throws KernelException {
    Map<Integer, NewLink> links = new LinkedHashMap<>();
    for (RouteMessage message : namespace.route().dump(new GetLinks())) {
      if (message instanceof NewLink link && (link.flags() & NewLink.LOOPBACK) == 0) {
        links.put(link.index(), link);
      }
    }
    return new RecordedLinks(links);
  }

  boolean isEmpty() {
    return links.isEmpty();
  }

  String name(int index) {
    NewLink link = links.get(index);
    return link == null ? "lo" : Objects.toString(link.name());
  }

  /** The pairs that its veths are, each end once. */
  List<List<String>> pairs(String node, Map<String, RecordedLinks> all) {
    List<List<String>> pairs = new ArrayList<>();
    for (NewLink link : links.values()) {
      if (link.info() instanceof LinkInfo.Veth) {
        peer(node, link, all)
            .ifPresent(
                peer -> {
                  String own = node + ":" + link.name();
                  pairs.add(own.compareTo(peer) < 0 ? List.of(own, peer) : List.of(peer, own));
                });
      }
    }
    return pairs;
  }

  private static Optional<String> peer(String node, NewLink link, Map<String, RecordedLinks> all) {
    Namespace other = link.namespace();
    String there = other == null ? node : RecordedNetwork.node(other);
    RecordedLinks links = all.get(there);
    Integer index = link.peer();
    return links == null || index == null || !links.links.containsKey(index)
        ? Optional.empty()
        : Optional.of(there + ":" + links.name(index));
  }

  /**
   * What stands behind an interface's name.
   *
   * @param addresses in the words of {@code ip address add}
   */
  String text(NewLink link, List<String> addresses, boolean macWasSet) {
    Map<String, String> keys = new LinkedHashMap<>();
    switch (link.info()) {
      case LinkInfo.Bridge _ -> {
        keys.put("type", "bridge");
        keys.put("ports", "[ " + String.join(", ", ports(link)) + " ]");
      }
      case LinkInfo.Vlan vlan -> {
        Integer below = link.peer();
        keys.put("type", "vlan");
        keys.put("link", name(below == null ? 0 : below));
        keys.put("id", Objects.toString(vlan.id()));
      }
      case LinkInfo.Other other -> keys.put("type", other.kind());
      case LinkInfo.Veth _ -> {}
      case null -> {}
    }
    if (macWasSet && link.address() != null) {
      keys.put("mac", "\"" + link.address() + "\"");
    }
    Integer mtu = link.mtu();
    if (mtu != null && mtu != USUAL_MTU) {
      keys.put("mtu", mtu.toString());
    }
    flags(link).forEach(keys::putIfAbsent);
    String list =
        addresses.size() == 1 ? addresses.getFirst() : "[ " + String.join(", ", addresses) + " ]";
    if (keys.isEmpty()) {
      return addresses.isEmpty() ? "" : list;
    }
    if (!addresses.isEmpty()) {
      keys.put("addresses", list);
    }
    List<String> fields = new ArrayList<>();
    keys.forEach((key, value) -> fields.add(key + ": " + value));
    return "{ " + String.join(", ", fields) + " }";
  }

  private List<String> ports(NewLink bridge) {
    return links.values().stream()
        .filter(link -> Objects.requireNonNullElse(link.master(), ANY_MASTER) == bridge.index())
        .map(link -> Objects.toString(link.name()))
        .toList();
  }

  private static Map<String, String> flags(NewLink link) {
    Map<String, String> flags = new HashMap<>();
    put(flags, "state", "down", (link.flags() & NewLink.UP) == 0);
    put(flags, "promisc", "on", (link.flags() & NewLink.PROMISC) != 0);
    put(flags, "allmulticast", "on", (link.flags() & NewLink.ALLMULTI) != 0);
    put(flags, "arp", "off", (link.flags() & NewLink.NOARP) != 0);
    return flags;
  }

  private static void put(Map<String, String> flags, String key, String value, boolean is) {
    if (is) {
      flags.put(key, value);
    }
  }
}
