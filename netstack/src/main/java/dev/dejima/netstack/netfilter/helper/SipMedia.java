package dev.dejima.netstack.netfilter.helper;

import dev.dejima.kernel.Errno;
import dev.dejima.netstack.netfilter.conntrack.Expectation;
import dev.dejima.netstack.netfilter.conntrack.Expectations;
import dev.dejima.netstack.netfilter.conntrack.Flow;
import dev.dejima.netstack.netfilter.conntrack.Tuple;
import dev.dejima.netstack.netfilter.helper.SipMessage.Header;
import dev.dejima.netstack.netfilter.helper.SipMessage.Match;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The media that a message's session description announces (RFC 8866): RTP at an even port, RTCP at
 * the one above it.
 */
final class SipMedia {
  private static final int UDP = 17;
  private static final int LOWEST_PORT = 1024;
  private static final int HIGHEST_PORT = 0xffff;
  private static final List<String> KINDS = List.of("audio ", "video ", "image ");

  private final Announcement announcement;
  private final SipTranslation translation;

  SipMedia(Announcement announcement, SipTranslation translation) {
    this.announcement = announcement;
    this.translation = translation;
  }

  /** An address that media go to; changes as it is translated. */
  private static final class Place {
    long high;
    long low;

    Place(Match match) {
      high = match.high();
      low = match.low();
    }
  }

  private static String network(SipMessage message) {
    return message.here().version == 4 ? "IN IP4 " : "IN IP6 ";
  }

  private static @Nullable Match connection(SipMessage message, int offset) {
    Match match = message.sdp("c=", network(message), "m=", offset);
    return match == null || match.isBad() ? null : match;
  }

  /** Expects what a message announces, and rewrites it; false if the packet must be dropped. */
  boolean expect(SipMessage message) {
    Match version = message.sdp("v=", "", null, 0);
    if (version == null || version.isBad()) {
      return true;
    }
    boolean translated = Announcement.isTranslated(message.flow);
    int session = version.offset();
    Match common = connection(message, session);
    Place place = common == null ? null : new Place(common);
    int offset = session;
    for (int described = 0; described < KINDS.size(); ) {
      Match media = message.sdp("m=", "", null, offset);
      if (media == null || media.isBad()) {
        break;
      }
      int kind = kind(message, media);
      if (kind < 0) {
        offset = media.end();
        continue;
      }
      int at = media.offset() + KINDS.get(kind).length();
      int length = media.end() - at;
      offset = at;
      Match number = message.number(at);
      if (number == null || number.port() == 0) {
        continue;
      }
      int port = number.port();
      if (port < LOWEST_PORT || port > HIGHEST_PORT) {
        return false;
      }
      Match own = connection(message, at);
      if (own != null) {
        place = new Place(own);
      } else if (common != null) {
        place = new Place(common);
      } else {
        return false;
      }
      if (!expect(message, place, port, kind + 1, at, length)) {
        return false;
      }
      if (own != null && translated && !address(message, "c=", at, place, true)) {
        return false;
      }
      described++;
    }
    return place == null || !translated || rewriteSession(message, session, place);
  }

  private static int kind(SipMessage message, Match media) {
    for (int i = 0; i < KINDS.size(); i++) {
      boolean fits = media.length() >= KINDS.get(i).length();
      if (fits && message.startsWith(media.offset(), KINDS.get(i))) {
        return i;
      }
    }
    return -1;
  }

  private boolean expect(SipMessage message, Place place, int told, int group, int at, int length) {
    Tuple here = message.here();
    if (place.high != here.sourceHigh || place.low != here.sourceLow) {
      return true;
    }
    Expectations expectations = announcement.expectations();
    int port = told;
    boolean direct = false;
    // Another call may have announced the same media: if both are translated, they meet directly.
    for (Expectation other = known(message, place, port, group);
        other != null;
        other = known(message, place, port, group)) {
      boolean moved =
          other.savedHigh != other.tuple.destinationHigh
              || other.savedLow != other.tuple.destinationLow
              || other.savedPort != other.tuple.destinationPort;
      if (direct || !moved || !Announcement.isTranslated(message.flow)) {
        return !direct || port(message, at, length, port & ~1);
      }
      place.high = other.savedHigh;
      place.low = other.savedLow;
      port = other.savedPort;
      direct = true;
    }
    int even = port & ~1;
    if (direct && !port(message, at, length, even)) {
      return false;
    }
    Expectation rtp = expectation(message, place, group, even);
    Expectation rtcp = expectation(message, place, group, even + 1);
    if (Announcement.isTranslated(message.flow) && !direct) {
      return expectTranslated(message, rtp, rtcp, place, at, length);
    }
    Errno first = expectations.add(rtp, true);
    if (first != null && first != Errno.EALREADY) {
      return false;
    }
    Errno second = expectations.add(rtcp, true);
    if (second == null || second == Errno.EALREADY) {
      return true;
    }
    expectations.remove(rtp);
    return false;
  }

  /** What another flow expects there already; null if nothing. */
  private @Nullable Expectation known(SipMessage message, Place place, int port, int group) {
    Flow flow = message.flow;
    Tuple tuple = new Tuple();
    tuple.version = message.here().version;
    tuple.protocol = UDP;
    tuple.sourceHigh = message.there().sourceHigh;
    tuple.sourceLow = message.there().sourceLow;
    tuple.destinationHigh = place.high;
    tuple.destinationLow = place.low;
    tuple.destinationPort = port;
    tuple.zone = flow.original.zone | flow.reply.zone;
    Expectation other = announcement.expectations().find(tuple);
    return other == null
            || other.master == flow
            || !Objects.equals(other.helper, flow.helper)
            || other.group != group
        ? null
        : other;
  }

  private static Expectation expectation(SipMessage message, Place place, int group, int port) {
    Expectation expectation = new Expectation(message.flow);
    expectation.expect(group, message.there(), message.here(), UDP, -1, port);
    expectation.tuple.destinationHigh = place.high;
    expectation.tuple.destinationLow = place.low;
    return expectation;
  }

  /** Expects both at the address known outside, at the first pair of ports that is free. */
  private boolean expectTranslated(
      SipMessage message, Expectation rtp, Expectation rtcp, Place place, int at, int length) {
    translation.keepTrue(rtp, message);
    translation.keepTrue(rtcp, message);
    place.high = rtp.tuple.destinationHigh;
    place.low = rtp.tuple.destinationLow;
    int port = rtp.savedPort;
    Errno refused = expectPair(rtp, rtcp, port);
    while (refused == Errno.EBUSY && port + 2 <= HIGHEST_PORT) {
      port += 2;
      refused = expectPair(rtp, rtcp, port);
    }
    if (refused != null) {
      return false;
    }
    if (port == rtp.savedPort || port(message, at, length, port)) {
      return true;
    }
    announcement.expectations().remove(rtp);
    announcement.expectations().remove(rtcp);
    return false;
  }

  private @Nullable Errno expectPair(Expectation rtp, Expectation rtcp, int port) {
    rtp.tuple.destinationPort = port;
    rtcp.tuple.destinationPort = port + 1;
    Expectations expectations = announcement.expectations();
    Errno refused = expectations.add(rtp, true);
    if (refused != null) {
      return refused;
    }
    refused = expectations.add(rtcp, true);
    if (refused != null) {
      expectations.remove(rtp);
    }
    return refused;
  }

  private static boolean port(SipMessage message, int at, int length, int port) {
    return message.replace(at, length, Integer.toString(port)) && contentLength(message);
  }

  /** Rewrites the first address of a kind behind an offset; whether there must be one. */
  private static boolean address(
      SipMessage message, String line, int offset, Place place, boolean counted) {
    Match match = message.sdp(line, network(message), "m=", offset);
    if (match == null || match.isBad()) {
      return !counted && line.equals("c=");
    }
    String text = SipTranslation.text(message.here().version, place.high, place.low, false);
    return message.replace(match.offset(), match.length(), text)
        && (!counted || contentLength(message));
  }

  private static boolean rewriteSession(SipMessage message, int session, Place place) {
    return address(message, "o=", session, place, false)
        && address(message, "c=", session, place, false)
        && contentLength(message);
  }

  private static boolean contentLength(SipMessage message) {
    Match version = message.sdp("v=", "", null, 0);
    Match header = message.header(Header.CONTENT_LENGTH, 0);
    if (version == null || version.isBad() || header == null || header.isBad()) {
      return false;
    }
    int length = message.length() - version.offset() + 2;
    return message.replace(header.offset(), header.length(), Integer.toString(length));
  }
}
