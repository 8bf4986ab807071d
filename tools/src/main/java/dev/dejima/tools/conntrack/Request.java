package dev.dejima.tools.conntrack;

import dev.dejima.packet.Bytes;
import dev.dejima.packet.IpAddress;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What was asked for: a command, a template of flows, and how to print. */
final class Request {
  /** The tables that can be listed. */
  enum Table {
    CONNTRACK,
    EXPECT,
    DYING,
    UNCONFIRMED
  }

  /** How to print ({@code -o}). */
  enum Output {
    XML,
    EXTENDED,
    TIMESTAMP,
    ID,
    KTIMESTAMP,
    LABELS,
    USERSPACE,
    SAVE
  }

  /**
   * What a flow must be translated to.
   *
   * @param address absent for any
   * @param port 0 for any
   */
  record Translated(@Nullable IpAddress address, int port) {}

  /** A label to add or to take away; negative for all of them. */
  record LabelChange(boolean add, int bit) {}

  Command command = Command.HELP;
  Table table = Table.CONNTRACK;
  final Set<Option> options = EnumSet.noneOf(Option.class);
  final Set<Output> output = EnumSet.noneOf(Output.class);

  /** 4, 6, or 0 where nothing says which. */
  int version;

  /** The protocol's number; negative for any. */
  int protocol = -1;

  final Half original = new Half();
  final Half reply = new Half();

  /** Of an expectation: what is expected, and which bits of it count. */
  final Half tuple = new Half();

  final Half mask = new Half();

  /** Which bits of the original addresses count; absent for all. */
  @Nullable IpAddress sourceMask;

  @Nullable IpAddress destinationMask;

  int mark;
  int markMask = -1;
  @Nullable Integer secmark;
  @Nullable Long timeout;

  /** Bits of the status that must be set, or shall be. */
  int status;

  /** Bits that must not be set. */
  int statusUnset;

  @Nullable Integer id;
  @Nullable Integer zone;
  Bytes labels = Bytes.EMPTY;
  final List<LabelChange> labelChanges = new ArrayList<>();
  @Nullable Translated sourceNat;
  @Nullable Translated destinationNat;
  boolean anyNat;
  @Nullable Integer state;
  @Nullable Integer role;
  @Nullable Integer originalTag;
  @Nullable Integer replyTag;

  /** Which events are followed: 1 new, 2 updates, 4 destroyed; all if 0. */
  int events;

  boolean has(Option option) {
    return options.contains(option);
  }

  boolean anyOf(Option first, Option second) {
    return has(first) || has(second);
  }

  boolean prints(Output kind) {
    return output.contains(kind);
  }
}
