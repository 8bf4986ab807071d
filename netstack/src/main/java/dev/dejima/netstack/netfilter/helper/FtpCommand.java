package dev.dejima.netstack.netfilter.helper;

import dev.dejima.netstack.Packet;
import dev.dejima.netstack.netfilter.conntrack.Flow;
import dev.dejima.netstack.netfilter.conntrack.Tuple;
import dev.dejima.packet.IpAddress;
import dev.dejima.packet.Ipv4Address;
import dev.dejima.packet.Ipv6Address;

/**
 * A line of FTP that announces a data connection.
 *
 * @param found whether there is one
 * @param kind which of them
 * @param offset where its address and port begin in the data
 * @param length octets of them
 * @param high the address, as {@link Tuple} has it
 * @param low its low half
 * @param port the port
 */
record FtpCommand(Found found, Kind kind, int offset, int length, long high, long low, int port) {
  /** Whether a segment has a command. */
  enum Found {
    NO,
    YES,
    /** It is cut off in the middle of one. */
    PARTIAL
  }

  /** Which command, and how its numbers are written. */
  enum Kind {
    PORT("PORT", ' '),
    EPRT("EPRT", ' '),
    PASV("227 ", '\0'),
    EPSV("229 ", '(');

    private final String word;
    private final char skip;

    Kind(String word, char skip) {
      this.word = word;
      this.skip = skip;
    }

    String text(IpAddress address, int port) {
      return switch (this) {
        case PORT, PASV ->
            address.toString().replace('.', ',') + "," + (port >> 8) + "," + (port & 255);
        case EPRT ->
            switch (address) {
              case Ipv4Address v4 -> "|1|" + v4 + "|" + port + "|";
              case Ipv6Address v6 -> "|2|" + written(v6) + "|" + port + "|";
            };
        case EPSV -> "|||" + port + "|";
      };
    }

    /** All eight groups, four digits each, as the kernel writes it. */
    private static String written(Ipv6Address address) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < 8; i++) {
        long half = i < 4 ? address.high() : address.low();
        text.append(i == 0 ? "" : ":")
            .append("%04x".formatted((half >>> (48 - 16 * (i & 3))) & 0xffff));
      }
      return text.toString();
    }
  }

  private static final Kind[][] KINDS = {{Kind.PORT, Kind.EPRT}, {Kind.PASV, Kind.EPSV}};
  private static final FtpCommand NONE = new FtpCommand(Found.NO, Kind.PORT, 0, 0, 0, 0, 0);
  private static final FtpCommand CUT = new FtpCommand(Found.PARTIAL, Kind.PORT, 0, 0, 0, 0, 0);

  /** Looks for a command at the beginning of a segment's data. */
  static FtpCommand find(Packet packet, int begin, int direction, Flow flow) {
    Text text = new Text(packet.bytes, begin, packet.end);
    for (Kind kind : KINDS[direction]) {
      FtpCommand command = find(text, kind, flow.tuple(direction));
      if (command.found != Found.NO) {
        return command;
      }
    }
    return NONE;
  }

  private static FtpCommand find(Text text, Kind kind, Tuple tuple) {
    int begin = text.from;
    int length = kind.word.length();
    if (text.length() <= length) {
      return text.endsWithin(begin, kind.word) ? CUT : NONE;
    }
    if (!text.startsWith(begin, kind.word)) {
      return NONE;
    }
    int at = begin + length;
    if (kind.skip != '\0') {
      at = text.find(at, kind.skip);
      if (at < 0 || at == text.to - 1) {
        return CUT;
      }
      at++;
    }
    return switch (kind) {
      case PORT -> numbers(text, kind, at, '\r');
      case PASV -> {
        while (at < text.to && !text.isDigit(at)) {
          at++;
        }
        yield at == text.to ? CUT : numbers(text, kind, at, '\0');
      }
      case EPRT -> extendedPort(text, at, tuple);
      case EPSV -> extendedPassive(text, at, tuple);
    };
  }

  /**
   * Numbers with a separator between them ({@code try_number}).
   *
   * @param end what follows them; a zero octet for anything
   * @return the octets that they take; 0 if they are not there
   */
  private static int numbers(Text text, int at, int[] into, char separator, char end) {
    int i = 0;
    for (int offset = at; offset < text.to && i < into.length; offset++) {
      int letter = text.at(offset);
      if (text.isDigit(offset)) {
        into[i] = into[i] * 10 + letter - '0';
      } else if (letter == separator) {
        i++;
      } else {
        return (letter == end || end == '\0') && i == into.length - 1 ? offset - at : 0;
      }
    }
    return 0;
  }

  /** 192,0,2,1,5,6. */
  private static FtpCommand numbers(Text text, Kind kind, int at, char end) {
    int[] six = new int[6];
    int length = numbers(text, at, six, ',', end);
    if (length == 0) {
      return CUT;
    }
    int port = (six[4] << 8 | six[5]) & 0xffff;
    return new FtpCommand(
        Found.YES, kind, at - text.from, length, 0, ipv4(six) & 0xffff_ffffL, port);
  }

  private static int ipv4(int[] numbers) {
    return numbers[0] << 24 | numbers[1] << 16 | numbers[2] << 8 | numbers[3];
  }

  private static boolean isDelimiter(Text text, int at) {
    int letter = text.at(at);
    return !text.isDigit(at) && letter >= 33 && letter <= 126;
  }

  /** |1|192.0.2.1|6275| or |2|2001:db8::1|6275|. */
  private static FtpCommand extendedPort(Text text, int at, Tuple tuple) {
    char delimiter = (char) text.at(at);
    char wanted = tuple.version == 4 ? '1' : '2';
    if (text.to - at <= 3
        || !isDelimiter(text, at)
        || text.at(at + 2) != delimiter
        || text.at(at + 1) != wanted) {
      return CUT;
    }
    int address = at + 3;
    int end;
    long high = 0;
    long low;
    if (tuple.version == 4) {
      int[] four = new int[4];
      end = address + numbers(text, address, four, '.', delimiter);
      low = ipv4(four) & 0xffff_ffffL;
    } else {
      end = text.skipAddress(address, 6);
      if (!(text.address(address, end, 6) instanceof Ipv6Address v6) || text.at(end) != delimiter) {
        return CUT;
      }
      high = v6.high();
      low = v6.low();
    }
    return end == address ? CUT : port(text, Kind.EPRT, at, end + 1, delimiter, high, low);
  }

  /** |||6446|. */
  private static FtpCommand extendedPassive(Text text, int at, Tuple tuple) {
    char delimiter = (char) text.at(at);
    if (text.to - at <= 3
        || !isDelimiter(text, at)
        || text.at(at + 1) != delimiter
        || text.at(at + 2) != delimiter) {
      return CUT;
    }
    return port(text, Kind.EPSV, at, at + 3, delimiter, tuple.sourceHigh, tuple.sourceLow);
  }

  private static FtpCommand port(
      Text text, Kind kind, int begin, int at, char delimiter, long high, long low) {
    int end = text.skipDigits(at);
    int port = (int) text.number(at, end) & 0xffff;
    if (text.at(end) != delimiter || end >= text.to || port == 0) {
      return CUT;
    }
    return new FtpCommand(Found.YES, kind, begin - text.from, end + 1 - begin, high, low, port);
  }
}
