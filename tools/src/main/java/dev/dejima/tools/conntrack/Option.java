package dev.dejima.tools.conntrack;

import java.util.List;

/** The options of conntrack(8) that do not depend on the protocol. */
enum Option {
  ORIG_SRC('s', Argument.REQUIRED, "src", "orig-src"),
  ORIG_DST('d', Argument.REQUIRED, "dst", "orig-dst"),
  REPLY_SRC('r', Argument.REQUIRED, "reply-src"),
  REPLY_DST('q', Argument.REQUIRED, "reply-dst"),
  PROTOCOL('p', Argument.REQUIRED, "protonum"),
  TIMEOUT('t', Argument.REQUIRED, "timeout"),
  STATUS('u', Argument.REQUIRED, "status"),
  ZERO('z', Argument.NONE, "zero"),
  EVENT_MASK('e', Argument.REQUIRED, "event-mask"),
  TUPLE_SRC('[', Argument.REQUIRED, "tuple-src"),
  TUPLE_DST(']', Argument.REQUIRED, "tuple-dst"),
  MASK_SRC('{', Argument.REQUIRED, "mask-src"),
  MASK_DST('}', Argument.REQUIRED, "mask-dst"),
  NAT_RANGE('a', Argument.REQUIRED, "nat-range"),
  MARK('m', Argument.REQUIRED, "mark"),
  ID('i', Argument.REQUIRED, "id"),
  FAMILY('f', Argument.REQUIRED, "family"),
  SRC_NAT('n', Argument.OPTIONAL, "src-nat"),
  DST_NAT('g', Argument.OPTIONAL, "dst-nat"),
  OUTPUT('o', Argument.REQUIRED, "output"),
  SECMARK('c', Argument.REQUIRED, "secmark"),
  BUFFER_SIZE('b', Argument.REQUIRED, "buffer-size"),
  ANY_NAT('j', Argument.OPTIONAL, "any-nat"),
  ZONE('w', Argument.REQUIRED, "zone"),
  LABEL('l', Argument.REQUIRED, "label"),
  LABEL_ADD('<', Argument.REQUIRED, "label-add"),
  LABEL_DEL('>', Argument.REQUIRED, "label-del"),
  ORIG_ZONE('(', Argument.REQUIRED, "orig-zone"),
  REPLY_ZONE(')', Argument.REQUIRED, "reply-zone");

  /** Whether a value follows. */
  enum Argument {
    NONE,
    REQUIRED,
    OPTIONAL
  }

  final char letter;
  final Argument argument;
  private final String words;

  Option(char letter, Argument argument, String... words) {
    this.letter = letter;
    this.argument = argument;
    this.words = String.join(" ", words);
  }

  /** The word that messages call it by. */
  String word() {
    return words().getFirst();
  }

  List<String> words() {
    return List.of(words.split(" ", -1));
  }
}
