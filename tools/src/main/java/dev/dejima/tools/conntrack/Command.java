package dev.dejima.tools.conntrack;

import java.util.Map;

/** What conntrack(8) is asked to do, and which options go with it. */
enum Command {
  LIST('L', "dump", "22222022000220202222202220022", "%d flow entries have been shown."),
  CREATE('I', "create", "33331120000002200220000202022", "%d flow entries have been created."),
  ADD('A', "add", "33331120000002200220000202022", "%d flow entries have been created."),
  UPDATE('U', "update", "22222220000220222222000022200", "%d flow entries have been updated."),
  DELETE('D', "delete", "22222220000220222222000220022", "%d flow entries have been deleted."),
  GET('G', "get", "33331000000000020002000000000", "%d flow entries have been shown."),
  FLUSH('F', "flush", "00000000000000002000000000000", ""),
  EVENT('E', "event", "22222000200220202222222220022", "%d flow events have been shown."),
  COUNT('C', "counter", "00000000000000000000000000000", ""),
  STATS('S', "stats", "00000000000000000000000000000", ""),
  VERSION('V', "version", "00000000000000000000000000000", ""),
  HELP('h', "help", "00002000000000000000000000000", ""),
  LIST_EXPECTATIONS('L', "", "00000000000000002002000000000", "%d expectations have been shown."),
  CREATE_EXPECTATION('I', "", "11221120011110000000000000000", ""),
  DELETE_EXPECTATION('D', "", "11221000000000000000000000000", "%d expectations have been shown."),
  GET_EXPECTATION('G', "", "11221000000000000000000000000", ""),
  FLUSH_EXPECTATIONS('F', "", "00000000000000000000000000000", ""),
  EXPECTATION_EVENTS('E', "", "00000000200000000002000000000", ""),
  COUNT_EXPECTATIONS('C', "", "00000000000000000000000000000", ""),
  EXPECTATION_STATS('S', "", "00000000000000000000000000000", "");

  /** How an option goes with a command. */
  enum Use {
    ILLEGAL,
    COMPULSORY,
    OPTIONAL,
    /** Source and destination of one of the two directions there must be. */
    ONE_DIRECTION
  }

  private static final Map<Command, Command> OF_EXPECTATIONS =
      Map.of(
          LIST, LIST_EXPECTATIONS,
          CREATE, CREATE_EXPECTATION,
          DELETE, DELETE_EXPECTATION,
          GET, GET_EXPECTATION,
          FLUSH, FLUSH_EXPECTATIONS,
          EVENT, EXPECTATION_EVENTS,
          COUNT, COUNT_EXPECTATIONS,
          STATS, EXPECTATION_STATS);

  final char letter;
  final String word;
  private final String uses;

  /** The line at the end, with a place for the number; empty if there is none. */
  final String closing;

  Command(char letter, String word, String uses, String closing) {
    this.letter = letter;
    this.word = word;
    this.uses = uses;
    this.closing = closing;
  }

  /** The same for expectations; itself where there is no such. */
  Command ofExpectations() {
    return OF_EXPECTATIONS.getOrDefault(this, this);
  }

  Use use(Option option) {
    return Use.values()[uses.charAt(option.ordinal()) - '0'];
  }
}
