package dev.dejima.netstack.ip6;

import static dev.dejima.packet.NetworkOrder.put16;
import static dev.dejima.packet.NetworkOrder.put32;
import static dev.dejima.packet.NetworkOrder.put64;
import static dev.dejima.packet.NetworkOrder.put8;

import dev.dejima.kernel.rtnetlink.NewAddress;
import dev.dejima.netstack.Packet;
import dev.dejima.netstack.sched.Timer;
import dev.dejima.packet.Icmpv6Type;
import dev.dejima.packet.IpProtocol;
import dev.dejima.packet.Ipv6Address;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The groups that a device listens to, and the reports of multicast listener discovery, version 2,
 * that tell routers so (RFC 3810, net/ipv6/mcast.c). Every change is told twice, at once and within
 * the second; all groups are told once more, twice, when the link-local address is known to be
 * unique.
 */
final class Memberships {
  private static final int ROBUSTNESS = 2;
  private static final int IS_EXCLUDE = 2;
  private static final int TO_INCLUDE = 3;
  private static final int TO_EXCLUDE = 4;
  private static final int HEADER = 8;
  private static final int OPTIONS = 8;
  private static final int RECORD = 20;
  private static final long MILLISECOND = 1_000_000;

  /** Who waits before it tells a change waits two ticks of the clock. */
  private static final long TICKS = 8 * MILLISECOND;

  private final Ipv6 ipv6;
  private final Interface6 in;

  /** The newest first. */
  private final List<Group> groups = new ArrayList<>();

  /** Groups that were left, and how often that is still to be told. */
  private final Map<Ipv6Address, Integer> left = new HashMap<>();

  private final Timer changes;
  private final Timer again;
  private final Timer answer;
  private int changesToSend;
  private int repetitions;
  private boolean up;

  private static final class Group {
    final Ipv6Address address;
    int users = 1;

    /** How often it is still to be told that the group was joined. */
    int toTell;

    /** Whether the device listens to it. */
    boolean loaded;

    Group(Ipv6Address address) {
      this.address = address;
    }

    boolean isReported() {
      return Scopes.ofGroup(address.high()) >= Scopes.LINK && !address.equals(Scopes.ALL_NODES);
    }
  }

  private record GroupRecord(int type, Ipv6Address group) {}

  Memberships(Ipv6 ipv6, Interface6 in) {
    this.ipv6 = ipv6;
    this.in = in;
    this.changes = ipv6.loop().backgroundTimer(this::tellChanges);
    this.again = ipv6.loop().backgroundTimer(this::tellAgain);
    this.answer = ipv6.loop().backgroundTimer(() -> send(all(group -> IS_EXCLUDE)));
  }

  private @Nullable Group find(Ipv6Address address) {
    for (Group group : groups) {
      if (group.address.equals(address)) {
        return group;
      }
    }
    return null;
  }

  boolean listensTo(long high, long low) {
    return find(new Ipv6Address(high, low)) != null;
  }

  void join(Ipv6Address address) {
    Group there = find(address);
    if (there != null) {
      there.users++;
      return;
    }
    Group group = new Group(address);
    groups.addFirst(group);
    left.remove(address);
    load(group);
    added(group);
  }

  /** Has the device listen to it ({@code igmp6_group_added}). */
  private void load(Group group) {
    if (!group.loaded && Scopes.ofGroup(group.address.high()) >= Scopes.LINK) {
      group.loaded = true;
      in.device().groups().add(Scopes.linkAddress(group.address));
    }
  }

  private void unload(Group group) {
    if (group.loaded) {
      group.loaded = false;
      in.device().groups().remove(Scopes.linkAddress(group.address));
    }
  }

  private void added(Group group) {
    if (up && group.isReported()) {
      group.toTell = ROBUSTNESS;
      changed();
    }
  }

  void leave(Ipv6Address address) {
    Group group = find(address);
    if (group == null || --group.users > 0) {
      return;
    }
    groups.remove(group);
    unload(group);
    if (up && group.isReported()) {
      left.put(address, ROBUSTNESS);
      changed();
    }
  }

  private void changed() {
    changesToSend = ROBUSTNESS;
    changes.arm(TICKS);
  }

  /** The device is up and has a carrier. */
  void up() {
    up = true;
    left.clear();
    groups.forEach(this::load);
    groups.forEach(this::added);
  }

  /** The device went down; nothing is told any more. */
  void down() {
    up = false;
    left.clear();
    groups.forEach(group -> group.toTell = 0);
    groups.forEach(this::unload);
    changes.cancel();
    again.cancel();
    answer.cancel();
  }

  private long withinInterval() {
    int interval = in.get(Conf6.MLDV2_UNSOLICITED_REPORT_INTERVAL);
    return ipv6.random().nextLong(Math.max(interval, 1) * MILLISECOND) + TICKS;
  }

  private void tellChanges() {
    List<GroupRecord> records = new ArrayList<>();
    left.keySet().forEach(group -> records.add(new GroupRecord(TO_INCLUDE, group)));
    left.replaceAll((group, times) -> times - 1);
    left.values().removeIf(times -> times == 0);
    for (Group group : groups) {
      if (group.toTell > 0) {
        group.toTell--;
        records.add(new GroupRecord(TO_EXCLUDE, group.address));
      }
    }
    send(records);
    if (--changesToSend > 0) {
      changes.arm(withinInterval());
    }
  }

  /** The link-local address is known to be unique: reports have a source from now on. */
  void addressed() {
    repetitions = ROBUSTNESS;
    tellAgain();
  }

  private void tellAgain() {
    send(all(group -> TO_EXCLUDE));
    if (--repetitions > 0) {
      again.arm(withinInterval());
    }
  }

  private List<GroupRecord> all(ToIntFunction<Group> type) {
    return groups.stream()
        .filter(Group::isReported)
        .map(group -> new GroupRecord(type.applyAsInt(group), group.address))
        .toList();
  }

  /**
   * A router asks who listens to any group.
   *
   * @param milliseconds within which it wants the answer
   */
  void queried(int milliseconds) {
    if (!answer.pending()) {
      answer.arm(ipv6.random().nextLong(Math.max(milliseconds, 1) * MILLISECOND));
    }
  }

  private void send(List<GroupRecord> records) {
    if (records.isEmpty() || !in.device().isUp()) {
      return;
    }
    int length = HEADER + RECORD * records.size();
    Packet packet = ipv6.packets().allocate(OPTIONS + length);
    byte[] bytes = packet.bytes;
    int at = packet.transport;
    put32(bytes, at, IpProtocol.ICMPV6 << 24 | 0x0502); // router alert: length 2
    put32(bytes, at + 4, 0x0100); // value 0, then a padding of two octets
    int message = at + OPTIONS;
    put32(bytes, message, Icmpv6Type.LISTENER_REPORT_V2 << 24);
    put16(bytes, message + 4, 0);
    put16(bytes, message + 6, records.size());
    int next = message + HEADER;
    for (GroupRecord each : records) {
      put8(bytes, next, each.type);
      put8(bytes, next + 1, 0);
      put16(bytes, next + 2, 0);
      put64(bytes, next + 4, each.group.high());
      put64(bytes, next + 12, each.group.low());
      next += RECORD;
    }
    Ipv6Address source = in.linkLocal(NewAddress.TENTATIVE);
    ipv6.output()
        .sendControl(
            packet,
            OPTIONS,
            in.device(),
            source == null ? Ipv6Address.ANY : source,
            Scopes.MLD_ROUTERS,
            1);
  }
}
