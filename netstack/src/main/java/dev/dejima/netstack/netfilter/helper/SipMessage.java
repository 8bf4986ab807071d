package dev.dejima.netstack.netfilter.helper;

import dev.dejima.netstack.Packet;
import dev.dejima.netstack.netfilter.conntrack.Conntrack;
import dev.dejima.netstack.netfilter.conntrack.Flow;
import dev.dejima.netstack.netfilter.conntrack.Tuple;
import dev.dejima.netstack.netfilter.nat.Mangler;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A SIP message in a packet (RFC 3261 section 7). Offsets count from its beginning. It becomes
 * longer or shorter when something in it is replaced.
 */
final class SipMessage {
  /** Headers that are looked at. */
  enum Header {
    CSEQ("CSeq", "", ""),
    FROM("From", "f", "sip:"),
    TO("To", "t", "sip:"),
    CONTACT("Contact", "m", "sip:"),
    VIA_UDP("Via", "v", "UDP "),
    VIA_TCP("Via", "v", "TCP "),
    EXPIRES("Expires", "", ""),
    CONTENT_LENGTH("Content-Length", "l", "");

    private final String word;
    private final String compact;
    private final String search;

    Header(String word, String compact, String search) {
      this.word = word;
      this.compact = compact;
      this.search = search;
    }
  }

  /**
   * Something found.
   *
   * @param offset where it begins
   * @param length octets of it; 0 if it is not what it should be
   * @param high of an address, its high half
   * @param low its low half
   * @param port its port, or the number that was found
   */
  record Match(int offset, int length, long high, long low, int port) {
    boolean isBad() {
      return length == 0;
    }

    int end() {
      return offset + length;
    }

    boolean isSource(Tuple tuple) {
      return high == tuple.sourceHigh && low == tuple.sourceLow;
    }

    boolean isDestination(Tuple tuple) {
      return high == tuple.destinationHigh && low == tuple.destinationLow;
    }
  }

  final Packet packet;
  final Flow flow;
  final int direction;
  private final SipScanner scanner;
  private final int begin;
  private int length;

  /** A message that begins at an offset of the packet's octets. */
  SipMessage(Packet packet, Flow flow, int begin, int length) {
    this.packet = packet;
    this.flow = flow;
    this.direction = Conntrack.direction(packet);
    this.scanner = new SipScanner(flow.original.version);
    this.begin = begin;
    this.length = length;
  }

  int length() {
    return length;
  }

  /** The tuple of the packet's direction. */
  Tuple here() {
    return flow.tuple(direction);
  }

  /** The tuple of the other direction. */
  Tuple there() {
    return flow.tuple(1 - direction);
  }

  SipScanner scanner() {
    scanner.bytes = packet.bytes;
    return scanner;
  }

  private int limit() {
    return begin + length;
  }

  int at(int offset) {
    return offset < length ? packet.bytes[begin + offset] & 0xff : 0;
  }

  boolean startsWith(int offset, String word) {
    return scanner().startsWith(begin + offset, limit(), word);
  }

  private Match match(int from, int count) {
    return new Match(from - begin, count, scanner.high, scanner.low, scanner.port);
  }

  private Match bad(int at) {
    return new Match(at - begin, 0, 0, 0, 0);
  }

  /** A number that stands at an offset; null if none does. */
  @Nullable Match number(int offset) {
    SipScanner scan = scanner();
    int from = begin + offset;
    long number = scan.number(from, limit());
    return scan.end == from ? null : new Match(offset, scan.end - from, 0, 0, (int) number);
  }

  /**
   * The first header of a kind behind an offset, with its address or number; null if there is none.
   */
  @Nullable Match header(Header header, int offset) {
    SipScanner scan = scanner();
    int limit = limit();
    for (int line = scan.nextLine(begin + offset, limit);
        line < limit;
        line = scan.nextLine(line, limit)) {
      if (scan.isContinued(line, limit)) {
        continue;
      }
      int at;
      if (scan.startsWith(line, limit, header.word)) {
        at = line + header.word.length();
      } else if (!header.compact.isEmpty()
          && limit - line >= header.compact.length() + 1
          && scan.startsWith(line, limit, header.compact)
          && !SipScanner.isLetter(packet.bytes[line + header.compact.length()])) {
        at = line + header.compact.length();
      } else {
        continue;
      }
      at = scan.skipBlanks(at, limit);
      if (at < 0 || packet.bytes[at] != ':' || at + 1 >= limit) {
        return null;
      }
      at = scan.skipBlanks(at + 1, limit);
      return at < 0 ? null : value(header, at);
    }
    return null;
  }

  private Match value(Header header, int from) {
    SipScanner scan = scanner();
    int limit = limit();
    int at = from;
    if (!header.search.isEmpty()) {
      at = scan.search(from, limit, header.search);
      if (at < 0) {
        return bad(from);
      }
      at += header.search.length();
    }
    return switch (header) {
      case CSEQ, EXPIRES, CONTENT_LENGTH -> {
        int count = scan.digits(at, limit);
        yield new Match(at - begin, count, 0, 0, 0);
      }
      case VIA_UDP, VIA_TCP -> match(at, scan.endpoint(at, limit));
      case FROM, TO, CONTACT -> {
        int endpoint = scan.skipUser(at, limit);
        yield match(endpoint, scan.endpoint(endpoint, limit));
      }
    };
  }

  /** The next of several values of one header, separated by commas; null if there is none. */
  private @Nullable Match nextValue(Header header, int offset) {
    SipScanner scan = scanner();
    int comma = scan.search(begin + offset, limit(), ",");
    int at = comma < 0 ? -1 : scan.search(comma, limit(), header.search);
    return at < 0 ? null : value(header, at);
  }

  /** The addresses of all headers of a kind, one after the other. */
  final class Walk {
    private final Header header;
    private boolean inHeader;
    private int offset;

    Walk(Header header) {
      this.header = header;
    }

    /** The next that can be read; null if there is none. */
    @Nullable Match next() {
      while (inHeader) {
        Match match = nextValue(header, offset);
        if (match == null) {
          inHeader = false;
        } else {
          offset = match.isBad() ? match.offset() + 1 : match.end();
          if (!match.isBad()) {
            return match;
          }
        }
      }
      while (true) {
        Match match = header(header, offset);
        if (match == null) {
          return null;
        }
        offset = match.isBad() ? match.offset() : match.end();
        if (!match.isBad()) {
          inHeader = true;
          return match;
        }
      }
    }

    /** The message has become longer before where the walk stands. */
    void shift(int longer) {
      offset += longer;
    }
  }

  /** The first address of a kind of header that can be read; null if there is none. */
  @Nullable Match uri(Header header) {
    return new Walk(header).next();
  }

  /** The address of a request's first line; null if there is none. */
  @Nullable Match requestUri() {
    SipScanner scan = scanner();
    int limit = limit();
    int method = scan.letters(begin, limit);
    int at = begin + method + 1;
    if (method == 0 || at >= limit) {
      return null;
    }
    while (at < limit - 4 && !scan.startsWith(at, limit, "sip:")) {
      if (packet.bytes[at] == '\r' || packet.bytes[at] == '\n') {
        return null;
      }
      at++;
    }
    at = at < limit - 4 ? at + 4 : at;
    int endpoint = scan.skipUser(at, limit);
    int count = scan.endpoint(endpoint, limit);
    return count == 0 ? null : match(endpoint, count);
  }

  /** Where a parameter's value begins and ends within one of the values of a header. */
  private int parameter(int offset, String name) {
    SipScanner scan = scanner();
    int comma = scan.search(begin + offset, limit(), ",");
    int at = scan.search(begin + offset, comma < 0 ? limit() : comma, name);
    return at < 0 ? -1 : at + name.length();
  }

  /** An address as a parameter; null if there is none. */
  @Nullable Match addressParameter(int offset, String name, boolean bracketed) {
    int at = parameter(offset, name);
    SipScanner scan = scanner();
    return at < 0 || !scan.address(at, limit(), bracketed) ? null : match(at, scan.end - at);
  }

  /** A number as a parameter, bad if it is none; null if there is none. */
  @Nullable Match numberParameter(int offset, String name) {
    int at = parameter(offset, name);
    if (at < 0) {
      return null;
    }
    Match number = number(at - begin);
    return number == null ? bad(at) : number;
  }

  /** Whether a contact is reached by the flow's own protocol. */
  boolean usesOwnTransport(int offset) {
    int at = parameter(offset, "transport=");
    if (at < 0) {
      return true;
    }
    boolean tcp = flow.original.protocol == 6;
    return scanner().startsWith(at, limit(), tcp ? "TCP" : "UDP");
  }

  /** A line of the session description behind an offset (RFC 8866); null if there is none. */
  @Nullable Match sdp(String line, String search, @Nullable String before, int offset) {
    SipScanner scan = scanner();
    int limit = limit();
    for (int start = scan.nextLine(begin + offset, limit);
        start < limit;
        start = scan.nextLine(start, limit)) {
      if (before != null && scan.startsWith(start, limit, before)) {
        return null;
      }
      if (scan.startsWith(start, limit, line)) {
        int at = start + line.length();
        if (!search.isEmpty()) {
          at = scan.searchLine(at, limit, search);
          if (at < 0) {
            return bad(start);
          }
          at += search.length();
        }
        return sdpValue(line, at);
      }
    }
    return null;
  }

  private Match sdpValue(String line, int at) {
    SipScanner scan = scanner();
    int limit = limit();
    return switch (line) {
      case "v=" -> match(at, scan.digits(at, limit));
      case "m=" -> {
        int letters = scan.letters(at, limit);
        int space = at + letters;
        boolean separated = space < limit && packet.bytes[space] == ' ';
        yield match(at, separated ? letters + 1 + scan.digits(space + 1, limit) : 0);
      }
      default -> {
        boolean read = scan.address(at, limit, false);
        yield read ? match(at, scan.end - at) : bad(at);
      }
    };
  }

  /** Replaces a part; false if the packet would become too long. */
  boolean replace(int offset, int count, String text) {
    byte[] octets = text.getBytes(StandardCharsets.US_ASCII);
    int data = Mangler.data(packet);
    if (!Mangler.replace(
        packet, flow, flow.original.version, begin - data + offset, count, octets, false)) {
      return false;
    }
    length += octets.length - count;
    return true;
  }
}
