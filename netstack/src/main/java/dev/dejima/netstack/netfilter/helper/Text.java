package dev.dejima.netstack.netfilter.helper;

import dev.dejima.packet.IpAddress;
import dev.dejima.packet.Ipv4Address;
import dev.dejima.packet.Ipv6Address;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A packet's data as text: octets between two offsets, which nobody has validated. */
final class Text {
  private static final int LONGEST_ADDRESS = 45;

  final byte[] bytes;
  final int from;
  final int to;

  Text(byte[] bytes, int from, int to) {
    this.bytes = bytes;
    this.from = from;
    this.to = to;
  }

  int length() {
    return to - from;
  }

  /** An octet; a zero octet behind the end. */
  int at(int offset) {
    return offset < to ? bytes[offset] & 0xff : 0;
  }

  boolean isDigit(int offset) {
    return offset < to && bytes[offset] >= '0' && bytes[offset] <= '9';
  }

  /** Whether a word stands at an offset, in capitals or not. */
  boolean startsWith(int offset, String word) {
    if (to - offset < word.length()) {
      return false;
    }
    return sameLetters(offset, word, word.length());
  }

  /** Whether the text ends within a word that begins at an offset. */
  boolean endsWithin(int offset, String word) {
    return sameLetters(offset, word, Math.min(to - offset, word.length()));
  }

  private boolean sameLetters(int offset, String word, int count) {
    for (int i = 0; i < count; i++) {
      if (Character.toLowerCase(bytes[offset + i] & 0xff)
          != Character.toLowerCase(word.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /** The offset of a letter; -1 if it does not come. */
  int find(int offset, char letter) {
    for (int at = offset; at < to; at++) {
      if (bytes[at] == letter) {
        return at;
      }
    }
    return -1;
  }

  /** The offset behind the digits that begin at an offset. */
  int skipDigits(int offset) {
    int at = offset;
    while (isDigit(at)) {
      at++;
    }
    return at;
  }

  int skipSpaces(int offset) {
    int at = offset;
    while (at < to && bytes[at] == ' ') {
      at++;
    }
    return at;
  }

  /** The number that some digits say; one too large is clipped. */
  long number(int begin, int end) {
    long number = 0;
    for (int at = begin; at < end && number < 1L << 40; at++) {
      number = number * 10 + bytes[at] - '0';
    }
    return number;
  }

  String string(int begin, int end) {
    return new String(bytes, begin, end - begin, StandardCharsets.ISO_8859_1);
  }

  /** Where an address ends that begins at an offset; the offset itself if none does. */
  int skipAddress(int offset, int version) {
    int at = offset;
    while (at < to && at - offset < LONGEST_ADDRESS && isOfAddress(bytes[at], version)) {
      at++;
    }
    return at;
  }

  private static boolean isOfAddress(byte letter, int version) {
    if (letter >= '0' && letter <= '9' || letter == '.') {
      return true;
    }
    return version == 6 && (letter == ':' || Character.digit(letter, 16) >= 0);
  }

  /** An address; null if it is none. */
  @Nullable IpAddress address(int begin, int end, int version) {
    if (begin >= end) {
      return null;
    }
    try {
      String text = string(begin, end);
      return version == 4 ? Ipv4Address.parse(text) : Ipv6Address.parse(text);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
