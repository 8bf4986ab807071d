package dev.dejima.lab.trace;

import dev.dejima.kernel.path.DeviceEvent.Made;
import dev.dejima.kernel.path.DeviceEvent.Origin;
import dev.dejima.kernel.path.DropReason;
import dev.dejima.kernel.path.EndEvent;
import dev.dejima.kernel.path.FragmentEvent.Reassembled;
import dev.dejima.kernel.path.PathEvent;
import dev.dejima.packet.Bytes;
import dev.dejima.packet.IcmpType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which packets were made of which: the packets of a trace, by number. */
final class PacketTree {
  private final List<PathEvent> events;
  private final Map<Long, List<PathEvent>> byPacket = new HashMap<>();
  private final Map<Long, Made> made = new LinkedHashMap<>();

  /** What each packet was made of: itself, for the last of fragments, with the others. */
  private final Map<Long, Set<Long>> parents = new HashMap<>();

  PacketTree(List<PathEvent> events) {
    this.events = events;
    for (PathEvent event : events) {
      long packet = event.moment().packet();
      byPacket.computeIfAbsent(packet, _ -> new ArrayList<>()).add(event);
      if (event instanceof Made begun) {
        made.put(packet, begun);
        boolean same = begun.origin() == Origin.FRAGMENT || begun.origin() == Origin.COPY;
        if (same && begun.of() != 0) {
          parents.computeIfAbsent(packet, _ -> new LinkedHashSet<>()).add(begun.of());
        }
      } else if (event instanceof Reassembled whole) {
        parents.computeIfAbsent(packet, _ -> new LinkedHashSet<>()).addAll(whole.parts());
      }
    }
  }

  List<PathEvent> events() {
    return events;
  }

  /** How a packet began. */
  Optional<Made> origin(long packet) {
    return Optional.ofNullable(made.get(packet));
  }

  /** All packets, as they were made. */
  List<Made> made() {
    return List.copyOf(made.values());
  }

  /**
   * A packet and those that went on in its stead, up to the one that came furthest: of the copies
   * that a bridge floods, the one that somebody took.
   */
  Set<Long> way(long root) {
    return descendants(root).stream()
        .max(Comparator.comparingInt(this::merit))
        .map(leaf -> between(root, leaf))
        .orElse(Set.of(root));
  }

  /** The ways of a packet and of all that went on in its stead. */
  List<Set<Long>> ways(long root) {
    return descendants(root).stream().map(leaf -> between(root, leaf)).toList();
  }

  private Set<Long> descendants(long root) {
    Set<Long> found = new LinkedHashSet<>(Set.of(root));
    boolean grows = true;
    while (grows) {
      grows = false;
      for (Map.Entry<Long, Set<Long>> child : parents.entrySet()) {
        if (!found.contains(child.getKey())
            && child.getValue().stream().anyMatch(found::contains)) {
          grows |= found.add(child.getKey());
        }
      }
    }
    return found;
  }

  private Set<Long> between(long root, long leaf) {
    Set<Long> way = new HashSet<>();
    List<Long> open = new ArrayList<>(List.of(leaf));
    while (!open.isEmpty()) {
      long packet = open.removeLast();
      if (way.add(packet)) {
        parents.getOrDefault(packet, Set.of()).stream().forEach(open::add);
      }
    }
    way.add(root);
    return way;
  }

  /** How far a packet came: taken is best, not meant for who got it is worst. */
  private int merit(long packet) {
    List<PathEvent> own = byPacket.getOrDefault(packet, List.of());
    int merit = 0;
    for (PathEvent event : own) {
      merit =
          Math.max(
              merit,
              switch (event) {
                case EndEvent.Delivered _ -> 5;
                case EndEvent.Unclaimed _ -> 4;
                case EndEvent.Dropped dropped ->
                    dropped.reason() == DropReason.OTHERHOST
                            || dropped.reason() == DropReason.BRIDGE_NO_EGRESS_PORT
                        ? 1
                        : 3;
                default -> 2;
              });
      if (event instanceof EndEvent.Dropped dropped && dropped.reason() == DropReason.OTHERHOST) {
        return 1;
      }
    }
    return merit;
  }

  /** What happened to some packets, in order. */
  List<PathEvent> of(Set<Long> packets) {
    return events.stream().filter(event -> packets.contains(event.moment().packet())).toList();
  }

  /** The first packet that was made because of others, as an answer or an error. */
  Optional<Made> because(Set<Long> packets) {
    return made.values().stream()
        .filter(m -> packets.contains(m.of()) && !packets.contains(m.moment().packet()))
        .filter(m -> isAnswer(m.origin()) && !isRedirect(m))
        .findFirst();
  }

  /** A router's hint at a better way, which it goes by itself as well. */
  private static boolean isRedirect(Made made) {
    Bytes packet = made.packet();
    if (made.origin() != Origin.ICMP_ERROR || packet.at(0) >> 4 != 4) {
      return false;
    }
    int header = (packet.at(0) & 15) * 4;
    return packet.length() > header && packet.at(header) == IcmpType.REDIRECT;
  }

  private static boolean isAnswer(Origin origin) {
    return switch (origin) {
      case SOCKET, ICMP_ERROR, ECHO_REPLY, RESET -> true;
      case FRAME, COPY, FRAGMENT, KERNEL -> false;
    };
  }
}
