package dev.dejima.tools.conntrack;

import dev.dejima.kernel.conntrack.ConntrackTuple;
import dev.dejima.kernel.conntrack.NewConntrack;
import dev.dejima.kernel.conntrack.NewConntrack.Details;
import dev.dejima.kernel.conntrack.NewConntrack.Mode;
import dev.dejima.kernel.conntrack.NewConntrack.Translation;
import dev.dejima.kernel.conntrack.NewExpectation;
import dev.dejima.kernel.conntrack.ProtocolState;
import dev.dejima.packet.Bytes;
import dev.dejima.packet.IpAddress;
import dev.dejima.tools.conntrack.Request.Translated;
import org.jspecify.annotations.Nullable;

/** Makes messages of what was said of a flow. */
final class Template {
  /** What a connection that is not followed from its beginning is given. */
  private static final int TCP_FLAGS = 0x0a;

  private static final int LABELS = 16;

  private final Request request;

  Template(Request request) {
    this.request = request;
  }

  private int protocol() {
    return Math.max(0, request.protocol);
  }

  /** A new flow; a direction of which nothing was said is the inverse of the other. */
  NewConntrack create() {
    ConntrackTuple original =
        request.original.source == null || request.original.destination == null
            ? inverse(request.reply.tuple(protocol()))
            : request.original.tuple(protocol());
    ConntrackTuple reply =
        request.reply.source == null || request.reply.destination == null
            ? inverse(original)
            : request.reply.tuple(protocol());
    Translated source = request.sourceNat;
    Translated destination = request.destinationNat;
    Translation translation =
        source == null && destination == null
            ? null
            : new Translation(target(source), target(destination));
    return new NewConntrack(
        zoned(original, request.original),
        zoned(reply, request.reply),
        null,
        request.has(Option.STATUS) ? request.status | NewConntrack.CONFIRMED : null,
        request.timeout,
        state(),
        request.has(Option.MARK) ? request.mark : null,
        null,
        null,
        null,
        details(added(Bytes.EMPTY), translation),
        Mode.CREATE);
  }

  private ConntrackTuple zoned(ConntrackTuple tuple, Half half) {
    Integer zone = request.zone != null ? request.zone : half.zone;
    return new ConntrackTuple(
        tuple.source(),
        tuple.destination(),
        tuple.protocol(),
        tuple.sourcePort(),
        tuple.destinationPort(),
        zone == null ? 0 : zone);
  }

  private ConntrackTuple inverse(ConntrackTuple tuple) {
    Protocol protocol = Protocol.of(tuple.protocol());
    int source = tuple.destinationPort();
    int destination = tuple.sourcePort();
    if (protocol != null && protocol.isIcmp()) {
      source = tuple.sourcePort();
      int query = tuple.destinationPort();
      destination = answer(protocol, query >> 8) << 8 | query & 255;
    }
    return new ConntrackTuple(
        tuple.destination(), tuple.source(), tuple.protocol(), source, destination);
  }

  private static int answer(Protocol protocol, int type) {
    if (protocol == Protocol.ICMPV6) {
      return type == 128 || type == 139 ? type + 1 : type - 1;
    }
    return switch (type) {
      case 8 -> 0;
      case 0 -> 8;
      case 13, 15, 17 -> type + 1;
      default -> type - 1;
    };
  }

  private static Translation.@Nullable Target target(@Nullable Translated translated) {
    IpAddress address = translated == null ? null : translated.address();
    return translated == null || address == null
        ? null
        : new Translation.Target(address, translated.port());
  }

  private @Nullable ProtocolState state() {
    Integer state = request.state;
    if (state == null) {
      return null;
    }
    return switch (Protocol.of(request.protocol)) {
      case TCP -> new ProtocolState.Tcp(state, 0, 0, TCP_FLAGS, TCP_FLAGS);
      case SCTP -> new ProtocolState.Sctp(state, or0(request.originalTag), or0(request.replyTag));
      case DCCP -> new ProtocolState.Dccp(state, or0(request.role));
      case null, default -> null;
    };
  }

  private static int or0(@Nullable Integer number) {
    return number == null ? 0 : number;
  }

  private static Details details(Bytes labels, @Nullable Translation translation) {
    return new Details(null, labels, null, null, null, null, null, null, null, translation);
  }

  /** Labels with those added that were asked for, or taken away. */
  private Bytes added(Bytes labels) {
    if (request.labelChanges.isEmpty()) {
      return Bytes.EMPTY;
    }
    byte[] octets = labels.padTo(LABELS).toArray();
    for (Request.LabelChange change : request.labelChanges) {
      int bit = change.bit();
      if (bit < 0) {
        octets = new byte[LABELS];
      } else if (change.add()) {
        octets[bit / 8] |= (byte) (1 << bit % 8);
      } else {
        octets[bit / 8] &= (byte) ~(1 << bit % 8);
      }
    }
    return Bytes.of(octets);
  }

  /** What to change of a flow; null if it would stay as it is. */
  @Nullable NewConntrack change(NewConntrack entry) {
    Integer mark = null;
    if (request.has(Option.MARK)) {
      mark = (or0(entry.mark()) & ~request.markMask) ^ request.mark;
      mark = mark.equals(entry.mark()) ? null : mark;
    }
    Integer status = null;
    if (request.has(Option.STATUS)) {
      status = or0(entry.status()) | request.status;
      status = status.equals(entry.status()) ? null : status;
    }
    Bytes labels = added(entry.details().labels());
    ProtocolState state = state();
    boolean same = mark == null && status == null && labels.isEmpty() && state == null;
    if (same && (request.timeout == null || request.timeout.equals(entry.timeout()))) {
      return null;
    }
    return new NewConntrack(
        entry.original(),
        entry.reply(),
        null,
        status,
        request.timeout,
        state,
        mark,
        null,
        null,
        null,
        details(labels, null),
        Mode.UPDATE);
  }

  /** What is expected. */
  NewExpectation expectation() {
    Long timeout = request.timeout;
    return new NewExpectation(
        request.tuple.tuple(protocol()),
        request.mask.tuple(protocol()),
        request.original.tuple(protocol()),
        timeout,
        null,
        null,
        0,
        0,
        0,
        null,
        null,
        Mode.CREATE);
  }
}
