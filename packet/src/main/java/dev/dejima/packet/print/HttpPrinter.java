package dev.dejima.packet.print;

import java.util.Locale;
import java.util.Set;

/** The first line of HTTP requests and responses; with -v, all lines of text of the segment. */
final class HttpPrinter {
  private static final int MAX_TOKEN = 128;

  /** Methods of HTTP, WebDAV (RFC 4918), DeltaV (RFC 3253) and Microsoft's servers. */
  private static final Set<String> METHODS =
      Set.of(
          ("GET PUT COPY HEAD LOCK MOVE POLL POST BCOPY BMOVE MKCOL TRACE LABEL MERGE DELETE SEARCH"
                  + " UNLOCK REPORT UPDATE NOTIFY BDELETE CONNECT OPTIONS CHECKIN PROPFIND CHECKOUT"
                  + " CCM_POST SUBSCRIBE PROPPATCH BPROPFIND BPROPPATCH UNCHECKOUT MKACTIVITY"
                  + " MKWORKSPACE UNSUBSCRIBE RPC_CONNECT VERSION-CONTROL BASELINE-CONTROL")
              .split(" ", -1));

  private final Dissection d;

  /** Behind the last octet of the segment, captured or not. */
  private final int end;

  private HttpPrinter(Dissection d, int end) {
    this.d = d;
    this.end = end;
  }

  static boolean isPort(int port) {
    return port == 80 || port == 8080;
  }

  static void print(Dissection d, int at, int length) {
    d.enter("http");
    HttpPrinter printer = new HttpPrinter(d, at + length);
    boolean message = printer.isMessage(at);
    d.add("HTTP");
    if (!message) {
      return;
    }
    if (!d.options.verbose()) {
      printer.line(": ", at);
      return;
    }
    d.add(", length: ", length);
    int next = at;
    while (next >= 0 && next < printer.end) {
      next = printer.line("\n\t", next);
    }
  }

  /** Whether the segment begins with a method, or with a version and a status of three digits. */
  private boolean isMessage(int at) {
    int tokenEnd = token(at);
    if (tokenEnd < 0) {
      return false;
    }
    if (METHODS.contains(text(at, tokenEnd).toUpperCase(Locale.ROOT))) {
      return true;
    }
    int status = blanks(tokenEnd);
    int statusEnd = token(status);
    return statusEnd - status == 3
        && text(status, statusEnd).chars().allMatch(HttpPrinter::isDigit);
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  /** Where the token at {@code from} ends; -1 if there is none. */
  private int token(int from) {
    int at = from;
    while (at < end) {
      if (!d.has(at, 1)) {
        return -1;
      }
      int c = d.u8(at);
      if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
        break;
      }
      if (!isPrintable(c) || at - from == MAX_TOKEN) {
        return -1;
      }
      at++;
    }
    return at == from ? -1 : at;
  }

  private int blanks(int from) {
    int at = from;
    while (at < end && d.has(at, 1) && d.u8(at) == ' ') {
      at++;
    }
    return at;
  }

  private static boolean isPrintable(int c) {
    return c >= ' ' && c < 0x7f;
  }

  private String text(int from, int to) {
    StringBuilder text = new StringBuilder();
    for (int i = from; i < to; i++) {
      text.append((char) d.u8(i));
    }
    return text.toString();
  }

  /** Prints a line of text; where the next begins, or -1 if there is no more text. */
  private int line(String prefix, int from) {
    int at = from;
    while (at < end) {
      int c = d.u8(at);
      if (c == '\n') {
        d.add(prefix, text(from, at));
        return at + 1;
      }
      if (c == '\r') {
        if (at + 1 >= end || d.u8(at + 1) != '\n') {
          return -1;
        }
        d.add(prefix, text(from, at));
        return at + 2;
      }
      if (!isPrintable(c) && c != '\t') {
        return -1;
      }
      at++;
    }
    d.add(prefix, text(from, at));
    d.truncated();
    return -1;
  }
}
