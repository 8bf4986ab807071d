package dev.dejima.netstack.netfilter.helper;

import dev.dejima.kernel.conntrack.NewConntrack;
import dev.dejima.kernel.conntrack.NewExpectation;
import dev.dejima.netstack.Packet;
import dev.dejima.netstack.netfilter.conntrack.Expectation;
import dev.dejima.netstack.netfilter.conntrack.Flow;
import dev.dejima.netstack.netfilter.conntrack.Helper;
import dev.dejima.netstack.netfilter.helper.SipMessage.Header;
import dev.dejima.netstack.netfilter.helper.SipMessage.Match;
import dev.dejima.netstack.netfilter.nat.Mangler;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * SIP ({@code nf_conntrack_sip.c}): a client that has registered is expected to be called, and the
 * media that a session describes are expected. Where the flow is translated, {@link SipTranslation}
 * rewrites the addresses in its messages.
 */
final class SipHelper implements Helper {
  static final int SIGNALLING = 0;
  private static final int TCP = 6;
  private static final int FLOW_TIMEOUT = 3600;
  private static final int SHORTEST = 11;
  private static final long SECOND = 1_000_000_000L;

  /** What is kept of a flow. */
  static final class State {
    long registerSequence;
    long inviteSequence;

    /** The port that a client wants answers at, where it is not the one that it sends from. */
    int forcedPort;

    static State of(Flow flow) {
      State state = flow.helperState instanceof State known ? known : new State();
      flow.helperState = state;
      return state;
    }
  }

  private final Announcement announcement;
  private final SipTranslation translation;
  private final SipMedia media;
  private final int protocol;

  SipHelper(Announcement announcement, SipTranslation translation, int protocol) {
    this.announcement = announcement;
    this.translation = translation;
    this.media = new SipMedia(announcement, translation);
    this.protocol = protocol;
  }

  @Override
  public String name() {
    return "sip";
  }

  @Override
  public int protocol() {
    return protocol;
  }

  /** Signalling, audio, video, images. */
  @Override
  public List<Policy> policies() {
    return List.of(new Policy(1, 180), new Policy(4, 180), new Policy(4, 180), new Policy(2, 180));
  }

  @Override
  public boolean help(Packet packet, Flow flow) {
    if (protocol == TCP && !Announcement.isEstablished(packet)) {
      return true;
    }
    int begin = Mangler.data(packet);
    int length = packet.end - begin;
    if (length <= 0) {
      return true;
    }
    flow.expires = announcement.conntrack().now() + FLOW_TIMEOUT * SECOND;
    if (length < SHORTEST) {
      return true;
    }
    return protocol == TCP
        ? stream(packet, flow, begin)
        : message(new SipMessage(packet, flow, begin, length));
  }

  /** The messages of a segment, which begin with it. */
  private boolean stream(Packet packet, Flow flow, int from) {
    int begin = from;
    int longer = 0;
    while (begin < packet.end) {
      int length = length(new SipMessage(packet, flow, begin, packet.end - begin));
      if (length < 0) {
        break;
      }
      if (length > packet.end - begin) {
        return true;
      }
      SipMessage message = new SipMessage(packet, flow, begin, length);
      if (!message(message)) {
        return false;
      }
      longer += message.length() - length;
      begin += message.length();
    }
    if (Announcement.isTranslated(flow)) {
      Mangler.adjust(packet, flow, longer);
    }
    return true;
  }

  /** Octets of a message as its header tells; -1 if it does not tell. */
  private static int length(SipMessage message) {
    Match header = message.header(Header.CONTENT_LENGTH, 0);
    Match content = header == null || header.isBad() ? null : message.number(header.offset());
    if (content == null || Integer.compareUnsigned(content.port(), message.length()) > 0) {
      return -1;
    }
    for (int at = content.end(); at + 4 <= message.length(); at++) {
      if (message.at(at) == '\r'
          && message.at(at + 1) == '\n'
          && message.at(at + 2) == '\r'
          && message.at(at + 3) == '\n') {
        return at + 4 + content.port();
      }
    }
    return -1;
  }

  private boolean message(SipMessage message) {
    boolean response = message.startsWith(0, "SIP/2.0 ");
    if (!(response ? response(message) : request(message))) {
      return false;
    }
    return !Announcement.isTranslated(message.flow) || translation.translate(message);
  }

  /** The number of a request in its call; null if there is none. */
  private static @Nullable Match sequence(SipMessage message) {
    Match header = message.header(Header.CSEQ, 0);
    return header == null || header.isBad() ? null : message.number(header.offset());
  }

  private static long value(Match number) {
    return Integer.toUnsignedLong(number.port());
  }

  private boolean request(SipMessage message) {
    notePort(message);
    for (String method : List.of("INVITE", "UPDATE", "ACK", "PRACK", "BYE", "REGISTER")) {
      int end = method.length();
      if (!message.startsWith(0, method)
          || message.at(end) != ' '
          || !SipScanner.isLetter(message.at(end + 1))) {
        continue;
      }
      Match number = sequence(message);
      if (number == null) {
        return false;
      }
      return switch (method) {
        case "INVITE" -> invite(message, value(number));
        case "BYE" -> forgetMedia(message.flow);
        case "REGISTER" -> register(message, value(number));
        default -> media.expect(message);
      };
    }
    return true;
  }

  /** Some telephones send from a high port, but want answers at another one, which Via names. */
  private static void notePort(SipMessage message) {
    Match via = message.uri(Header.VIA_UDP);
    if (via != null && via.port() != message.here().sourcePort && via.isSource(message.here())) {
      State.of(message.flow).forcedPort = via.port();
    }
  }

  private boolean invite(SipMessage message, long number) {
    forgetMedia(message.flow);
    if (!media.expect(message)) {
      return false;
    }
    State.of(message.flow).inviteSequence = number;
    return true;
  }

  /** A client that registers will be called where it says, once the registrar has agreed. */
  private boolean register(SipMessage message, long number) {
    Flow flow = message.flow;
    if (flow.has(NewConntrack.EXPECTED)) {
      return true;
    }
    long expires = expires(message);
    Match contact = message.uri(Header.CONTACT);
    if (contact == null
        || !contact.isSource(message.here())
        || !message.usesOwnTransport(contact.end())) {
      return true;
    }
    Match own = message.numberParameter(contact.end(), "expires=");
    if (own != null && own.isBad()) {
      return false;
    }
    if ((own == null ? expires : value(own)) == 0) {
      State.of(flow).registerSequence = number;
      return true;
    }
    Expectation expectation = new Expectation(flow);
    expectation.expect(SIGNALLING, message.there(), message.here(), protocol, -1, contact.port());
    expectation.tuple.destinationHigh = contact.high();
    expectation.tuple.destinationLow = contact.low();
    expectation.assigned = this;
    expectation.flags = NewExpectation.PERMANENT | NewExpectation.INACTIVE;
    boolean expected =
        Announcement.isTranslated(flow)
            ? translation.expect(message, expectation, contact)
            : announcement.expectations().add(expectation) == null;
    if (expected) {
      State.of(flow).registerSequence = number;
    }
    return expected;
  }

  private static long expires(SipMessage message) {
    Match header = message.header(Header.EXPIRES, 0);
    Match number = header == null || header.isBad() ? null : message.number(header.offset());
    return number == null ? 0 : value(number);
  }

  private boolean response(SipMessage message) {
    Match code = message.number("SIP/2.0 ".length());
    Match number = sequence(message);
    if (code == null || code.port() == 0 || number == null) {
      return false;
    }
    int method = number.end() + 1;
    if (message.startsWith(method, "INVITE")
        || message.startsWith(method, "UPDATE")
        || message.startsWith(method, "PRACK")) {
      if (code.port() >= 100 && code.port() <= 299) {
        return media.expect(message);
      }
      if (State.of(message.flow).inviteSequence == value(number)) {
        forgetMedia(message.flow);
      }
      return true;
    }
    return !message.startsWith(method, "REGISTER")
        || registered(message, code.port(), value(number));
  }

  private boolean registered(SipMessage message, int code, long number) {
    if (State.of(message.flow).registerSequence != number || (code >= 100 && code <= 199)) {
      return true;
    }
    if (code >= 200 && code <= 299) {
      long expires = expires(message);
      SipMessage.Walk contacts = message.new Walk(Header.CONTACT);
      for (Match contact = contacts.next(); contact != null; contact = contacts.next()) {
        if (!contact.isDestination(message.here()) || !message.usesOwnTransport(contact.end())) {
          continue;
        }
        Match own = message.numberParameter(contact.end(), "expires=");
        if (own != null && own.isBad()) {
          return false;
        }
        long seconds = own == null ? expires : value(own);
        if (seconds == 0) {
          break;
        }
        if (refresh(message.flow, contact, seconds)) {
          return true;
        }
      }
    }
    forgetSignalling(message.flow);
    return true;
  }

  /** The registrar has agreed: from now on the client is expected to be called. */
  private boolean refresh(Flow flow, Match contact, long seconds) {
    for (Expectation expectation : announced(flow)) {
      if (expectation.group == SIGNALLING
          && contact.isDestination(expectation.tuple)
          && expectation.tuple.protocol == protocol
          && expectation.tuple.destinationPort == contact.port()) {
        expectation.expires = announcement.conntrack().now() + seconds * SECOND;
        expectation.flags &= ~NewExpectation.INACTIVE;
        return true;
      }
    }
    return false;
  }

  private static List<Expectation> announced(Flow flow) {
    ArrayDeque<Expectation> own = flow.expectations;
    return own == null ? List.of() : List.copyOf(own);
  }

  private boolean forgetMedia(Flow flow) {
    for (Expectation expectation : announced(flow)) {
      if (expectation.group != SIGNALLING) {
        announcement.expectations().remove(expectation);
      }
    }
    return true;
  }

  private void forgetSignalling(Flow flow) {
    for (Expectation expectation : announced(flow)) {
      if (expectation.group == SIGNALLING) {
        announcement.expectations().remove(expectation);
        return;
      }
    }
  }
}
