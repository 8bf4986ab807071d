package dev.dejima.packet.print;

import static dev.dejima.packet.print.Dissection.hex;

import dev.dejima.packet.TcpOption;
import dev.dejima.packet.TcpView;

/** The options of a TCP header, known ones and others. */
final class TcpOptionsPrinter {
  private static final int ECHO = 6;
  private static final int ECHO_REPLY = 7;
  private static final int CC = 11;
  private static final int CC_NEW = 12;
  private static final int CC_ECHO = 13;
  private static final int MD5 = 19;
  private static final int SCPS = 20;
  private static final int USER_TIMEOUT = 28;
  private static final int AUTHENTICATION = 29;
  private static final int MPTCP = 30;
  private static final int FAST_OPEN = 34;
  private static final int EXPERIMENT = 254;

  /** Marks an experimental option as fast open (RFC 7413). */
  private static final int FAST_OPEN_MAGIC = 0xf989;

  private static final int MD5_LENGTH = 16;

  /** In place of an option's length: it does not fit. */
  private static final int BAD = -1;

  /** In place of an option's length: it was not captured. */
  private static final int CUT_OFF = -2;

  private final Dissection d;
  private final int segment;
  private final int sackBase;

  /** Octets of options left, those of the current one's kind and length already taken off. */
  private int left;

  /** Behind the octets of kind and length of the current option. */
  private int at;

  /** The payload's length, for the signature that covers it. */
  private int payload;

  TcpOptionsPrinter(Dissection d, int segment, int sackBase) {
    this.d = d;
    this.segment = segment;
    this.sackBase = sackBase;
  }

  /** Prints the options in brackets; false if that ends the line. */
  boolean print(int length, int payloadLength) {
    d.add(", options [");
    left = length;
    at = segment + TcpView.OPTIONS;
    payload = payloadLength;
    boolean first = true;
    while (left > 0) {
      d.add(first ? "" : ",");
      int kind = d.u8(at++);
      boolean alone = kind == TcpOption.NOP || kind == TcpOption.END_OF_LIST;
      int size = alone ? 1 : d.u8(at++);
      if (!alone && (size < 2 || size > left)) {
        return ends(BAD, first);
      }
      left -= alone ? 1 : 2;
      d.add(name(kind));
      int data = data(kind, size);
      if (data < 0) {
        return ends(data, first);
      }
      at += data;
      left -= data;
      if (data + (alone ? 1 : 2) != size) {
        d.add("[len ", size, "]");
      }
      first = false;
      if (kind == TcpOption.END_OF_LIST) {
        break;
      }
    }
    d.add("]");
    return true;
  }

  private boolean ends(int cause, boolean first) {
    if (cause == BAD) {
      d.add("[bad opt]", first ? "" : "]");
    } else {
      d.truncated();
      d.add(first ? "" : ">");
    }
    return false;
  }

  private static String name(int kind) {
    return switch (kind) {
      case TcpOption.END_OF_LIST -> "eol";
      case TcpOption.NOP -> "nop";
      case TcpOption.MSS -> "mss";
      case TcpOption.WINDOW_SCALE -> "wscale";
      case TcpOption.SACK_PERMITTED -> "sackOK";
      case TcpOption.SACK -> "sack";
      case ECHO -> "echo";
      case ECHO_REPLY -> "echoreply";
      case TcpOption.TIMESTAMPS -> "TS";
      case CC -> "cc";
      case CC_NEW -> "ccnew";
      case CC_ECHO -> "";
      case MD5 -> "md5";
      case SCPS -> "scps";
      case USER_TIMEOUT -> "uto";
      case AUTHENTICATION -> "tcp-ao";
      case MPTCP -> "mptcp";
      case FAST_OPEN -> "tfo";
      case EXPERIMENT -> "exp";
      default -> "unknown-" + kind;
    };
  }

  /** Prints the data of an option; returns how many octets it took, {@link #BAD} or CUT_OFF. */
  private int data(int kind, int size) {
    return switch (kind) {
      case TcpOption.END_OF_LIST, TcpOption.NOP, TcpOption.SACK_PERMITTED -> 0;
      case TcpOption.MSS -> fixed(2, () -> d.add(" ", d.u16(at)));
      case TcpOption.WINDOW_SCALE -> fixed(1, () -> d.add(" ", d.u8(at)));
      case TcpOption.SACK -> sack(size - 2);
      case CC, CC_NEW, CC_ECHO, ECHO, ECHO_REPLY -> fixed(4, () -> d.add(" ", d.u32(at)));
      case TcpOption.TIMESTAMPS ->
          fixed(8, () -> d.add(" val ", d.u32(at), " ecr ", d.u32(at + 4)));
      case MD5 -> fixed(MD5_LENGTH, this::signature);
      case SCPS -> fixed(2, () -> d.add(" cap ", hex(d.u8(at), 2), " id ", d.u8(at + 1)));
      case USER_TIMEOUT -> fixed(2, this::userTimeout);
      case AUTHENTICATION -> authentication(size - 2);
      case FAST_OPEN -> fixed(size - 2, () -> fastOpen(at, size - 2));
      case EXPERIMENT -> experiment(size - 2);
      default -> unknown(size - 2);
    };
  }

  /** Whether so many octets of data are in the header and captured: 0, BAD or CUT_OFF. */
  private int check(int length) {
    if (length > left) {
      return BAD;
    }
    return d.has(at, length) ? 0 : CUT_OFF;
  }

  private int fixed(int length, Runnable printer) {
    int trouble = check(length);
    if (trouble < 0) {
      return trouble;
    }
    printer.run();
    return length;
  }

  private int sack(int length) {
    if (length % 8 != 0) {
      d.add(" invalid sack");
      return length;
    }
    d.add(" ", length / 8, " ");
    for (int i = 0; i < length; i += 8) {
      int trouble = check(i + 8);
      if (trouble < 0) {
        return trouble;
      }
      d.add("{", d.u32(at + i) - sackBase, ":");
      d.add(d.u32(at + i + 4) - sackBase, "}");
    }
    return length;
  }

  private void signature() {
    d.add(" ");
    boolean whole = d.has(segment + headerLength(), payload);
    d.add(whole ? "shared secret not supplied with -M, " : "snaplen too short, ");
    d.add("can't check - ", d.hexOctets(at, MD5_LENGTH));
  }

  private int headerLength() {
    return d.u8(segment + TcpView.DATA_OFFSET) >>> 4 << 2;
  }

  private void userTimeout() {
    int value = d.u16(at);
    d.add(" 0x", hex(value, 1), " ");
    d.add((value & 1) == 0 ? value >>> 1 : (value >>> 1) * 60);
  }

  private int authentication(int length) {
    if (length < 2) {
      d.invalid();
      return length;
    }
    return fixed(
        length,
        () -> {
          d.add(" keyid ", d.u8(at), " rnextkeyid ", d.u8(at + 1));
          if (length > 2) {
            d.add(" mac 0x", d.hexOctets(at + 2, length - 2));
          }
        });
  }

  private void fastOpen(int from, int length) {
    if (from == at) {
      d.add(" ");
    }
    if (length == 0) {
      d.add(" cookiereq");
    } else if (length % 2 != 0 || length < 4 || length > 16) {
      d.invalid();
    } else {
      d.add(" cookie ", d.hexOctets(from, length));
    }
  }

  private int experiment(int length) {
    int trouble = check(length);
    if (trouble < 0 || length < 2) {
      return trouble < 0 ? trouble : BAD;
    }
    int magic = d.u16(at);
    d.add("-");
    if (magic == FAST_OPEN_MAGIC) {
      d.add("tfo");
      fastOpen(at + 2, length - 2);
    } else {
      d.add(hex(magic, 4));
    }
    return length;
  }

  private int unknown(int length) {
    d.add(length > 0 ? " 0x" : "");
    for (int i = 0; i < length; i++) {
      int trouble = check(i + 1);
      if (trouble < 0) {
        return trouble;
      }
      d.add(hex(d.u8(at + i), 2));
    }
    return length;
  }
}
