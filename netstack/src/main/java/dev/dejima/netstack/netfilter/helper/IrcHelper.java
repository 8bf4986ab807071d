package dev.dejima.netstack.netfilter.helper;

import dev.dejima.netstack.Packet;
import dev.dejima.netstack.netfilter.conntrack.Conntrack;
import dev.dejima.netstack.netfilter.conntrack.Expectation;
import dev.dejima.netstack.netfilter.conntrack.Flow;
import dev.dejima.netstack.netfilter.conntrack.Helper;
import dev.dejima.netstack.netfilter.conntrack.Tuple;
import dev.dejima.netstack.netfilter.nat.Mangler;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Direct connections between clients of IRC ({@code nf_conntrack_irc.c}): {@code PRIVMSG x :^ADCC
 * SEND file address port size^A}.
 */
final class IrcHelper implements Helper {
  private static final int TCP = 6;
  private static final int LONGEST_SEARCH = 4095;

  /** The shortest that can follow {@code PRIVMSG }: what is shorter is no command. */
  private static final int SHORTEST = 26;

  private static final String[] COMMANDS = {"SEND ", "CHAT ", "MOVE ", "TSEND ", "SCHAT "};

  private final Announcement announcement;

  IrcHelper(Announcement announcement) {
    this.announcement = announcement;
  }

  @Override
  public String name() {
    return "irc";
  }

  @Override
  public int protocol() {
    return TCP;
  }

  @Override
  public List<Policy> policies() {
    return List.of(new Policy(8, 300));
  }

  @Override
  public boolean help(Packet packet, Flow flow) {
    int begin = Mangler.data(packet);
    if (Conntrack.direction(packet) == 1
        || packet.ctInfo != Packet.CT_ESTABLISHED
        || flow.original.version != 4
        || begin >= packet.end) {
      return true;
    }
    Text text = new Text(packet.bytes, begin, Math.min(packet.end, begin + LONGEST_SEARCH));
    int at = begin;
    while (at < text.to - 10 && " \r\n".indexOf(text.at(at)) >= 0) {
      at++;
    }
    if (at < text.to - 10) {
      if (!text.startsWith(at, "PRIVMSG ")) {
        return true;
      }
      at += 8;
    }
    while (at < text.to - SHORTEST && !(text.at(at) == ' ' && text.at(at + 1) == ':')) {
      at++;
    }
    if (at >= text.to - SHORTEST || !stands(text, at + 2, "\u0001DCC ")) {
      return true;
    }
    for (String command : COMMANDS) {
      if (stands(text, at + 7, command)) {
        return parse(packet, flow, text, at + 7 + command.length());
      }
    }
    return true;
  }

  private static boolean stands(Text text, int at, String word) {
    return at + word.length() <= text.to && text.string(at, at + word.length()).equals(word);
  }

  /** The name of a file, then address and port as decimal numbers. */
  private boolean parse(Packet packet, Flow flow, Text text, int begin) {
    int space = text.find(begin, ' ');
    if (space < 0 || space + 1 > text.to - 11 || text.find(space + 1, '\n') < 0) {
      return true;
    }
    int at = space + 1;
    int end = text.skipDigits(at);
    long address = text.number(at, end) & 0xffff_ffffL;
    int portAt = text.skipSpaces(end);
    int portEnd = text.skipDigits(portAt);
    int port = (int) text.number(portAt, portEnd) & 0xffff;
    boolean own = address == flow.original.sourceLow || address == flow.reply.destinationLow;
    if (!own || port == 0) {
      return true;
    }
    return expect(packet, flow, at - text.from, portEnd - at, port);
  }

  private boolean expect(Packet packet, Flow flow, int offset, int length, int port) {
    Tuple reply = flow.reply;
    Expectation expectation = new Expectation(flow).expect(0, null, reply, TCP, -1, port);
    if (!Announcement.isTranslated(flow)) {
      return announcement.expectations().add(expectation) == null;
    }
    int free = announcement.expectTranslated(expectation, 1);
    if (free == 0) {
      return false;
    }
    byte[] text =
        (Long.toString(reply.destinationLow) + " " + free).getBytes(StandardCharsets.US_ASCII);
    return announcement.rewrite(packet, flow, offset, length, text, expectation);
  }
}
