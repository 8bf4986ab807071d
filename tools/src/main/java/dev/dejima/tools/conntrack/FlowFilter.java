package dev.dejima.tools.conntrack;

import dev.dejima.kernel.conntrack.ConntrackTuple;
import dev.dejima.kernel.conntrack.NewConntrack;
import dev.dejima.kernel.conntrack.ProtocolState;
import dev.dejima.packet.Bytes;
import dev.dejima.packet.IpAddress;
import dev.dejima.tools.conntrack.Request.Translated;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Which flows a request's template picks. */
final class FlowFilter implements Predicate<NewConntrack> {
  private final Request request;

  /** Whether mark, status, labels and state are what to set, and pick nothing. */
  private final boolean sets;

  FlowFilter(Request request) {
    this.request = request;
    this.sets = request.command == Command.UPDATE;
  }

  @Override
  public boolean test(NewConntrack entry) {
    return isOfFamily(entry)
        && hasTuples(entry)
        && hasZones(entry)
        && isTranslated(entry)
        && (request.id == null || request.id.equals(entry.id()))
        && (sets || isAs(entry));
  }

  private boolean isAs(NewConntrack entry) {
    return hasStatus(entry)
        && hasMark(entry)
        && hasLabels(entry)
        && (request.secmark == null || request.secmark.equals(entry.details().secmark()))
        && (request.state == null || request.state.equals(state(entry.protocol())));
  }

  private boolean isOfFamily(NewConntrack entry) {
    boolean v4 = Arguments.isV4(entry.original().source());
    return (request.version == 0 || (request.version == 4) == v4)
        && (request.protocol < 0 || request.protocol == entry.original().protocol());
  }

  private boolean hasTuples(NewConntrack entry) {
    ConntrackTuple original = entry.original();
    return isSame(request.original.source, original.source(), request.sourceMask)
        && isSame(request.original.destination, original.destination(), request.destinationMask)
        && hasPorts(request.original, original)
        && isSame(request.reply.source, entry.reply().source(), null)
        && isSame(request.reply.destination, entry.reply().destination(), null)
        && hasPorts(request.reply, entry.reply());
  }

  private static boolean hasPorts(Half half, ConntrackTuple tuple) {
    return (half.sourcePort == null || half.sourcePort == tuple.sourcePort())
        && (half.destinationPort == null || half.destinationPort == tuple.destinationPort());
  }

  private static boolean isSame(
      @Nullable IpAddress wanted, IpAddress address, @Nullable IpAddress mask) {
    if (wanted == null) {
      return true;
    }
    if (wanted.bits() != address.bits()) {
      return false;
    }
    Bytes a = wanted.toBytes();
    Bytes b = address.toBytes();
    Bytes m = mask == null || mask.bits() != wanted.bits() ? null : mask.toBytes();
    for (int i = 0; i < a.length(); i++) {
      if (((a.at(i) ^ b.at(i)) & (m == null ? 0xff : m.at(i))) != 0) {
        return false;
      }
    }
    return true;
  }

  private boolean hasZones(NewConntrack entry) {
    return (request.zone == null || request.zone == entry.zone())
        && (request.original.zone == null
            || (request.original.zone == entry.original().zone() && entry.zone() == 0))
        && (request.reply.zone == null
            || (request.reply.zone == entry.reply().zone() && entry.zone() == 0));
  }

  private boolean hasStatus(NewConntrack entry) {
    return entry.has(request.status)
        && (request.statusUnset == 0 || !entry.has(request.statusUnset));
  }

  private boolean hasMark(NewConntrack entry) {
    if (!request.has(Option.MARK)) {
      return true;
    }
    Integer mark = entry.mark();
    return mark != null && (mark & request.markMask) == request.mark;
  }

  private boolean hasLabels(NewConntrack entry) {
    if (!request.has(Option.LABEL)) {
      return true;
    }
    Bytes labels = entry.details().labels();
    for (int i = 0; i < request.labels.length(); i++) {
      int wanted = request.labels.at(i);
      if ((wanted & (i < labels.length() ? labels.at(i) : 0)) != wanted) {
        return false;
      }
    }
    return true;
  }

  private boolean isTranslated(NewConntrack entry) {
    boolean any = request.anyNat;
    boolean source = any || request.has(Option.SRC_NAT);
    boolean destination = any || request.has(Option.DST_NAT);
    boolean isSource = source && isSourceTranslated(entry);
    boolean isDestination = destination && isDestinationTranslated(entry);
    if (any) {
      return isSource || isDestination;
    }
    return (!source || isSource) && (!destination || isDestination);
  }

  private boolean isSourceTranslated(NewConntrack entry) {
    ConntrackTuple before = entry.original();
    ConntrackTuple after = entry.reply();
    return isTranslated(
        entry.has(NewConntrack.SRC_NAT),
        request.sourceNat,
        before.source(),
        before.sourcePort(),
        after.destination(),
        after.destinationPort());
  }

  private boolean isDestinationTranslated(NewConntrack entry) {
    ConntrackTuple before = entry.original();
    ConntrackTuple after = entry.reply();
    return isTranslated(
        entry.has(NewConntrack.DST_NAT),
        request.destinationNat,
        before.destination(),
        before.destinationPort(),
        after.source(),
        after.sourcePort());
  }

  private static boolean isTranslated(
      boolean said,
      @Nullable Translated wanted,
      IpAddress before,
      int portBefore,
      IpAddress after,
      int portAfter) {
    boolean address = said && !before.equals(after);
    boolean port = said && portBefore != portAfter;
    if (wanted == null) {
      return address || port;
    }
    return (wanted.address() == null || (address && wanted.address().equals(after)))
        && (wanted.port() == 0 || (port && wanted.port() == portAfter));
  }

  private static @Nullable Integer state(@Nullable ProtocolState state) {
    return switch (state) {
      case ProtocolState.Tcp tcp -> tcp.state();
      case ProtocolState.Sctp sctp -> sctp.state();
      case ProtocolState.Dccp dccp -> dccp.state();
      case null -> null;
    };
  }
}
