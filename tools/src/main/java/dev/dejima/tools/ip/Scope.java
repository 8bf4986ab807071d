package dev.dejima.tools.ip;

/** The words for how far an address or a route reaches ({@code RT_SCOPE_*}). */
final class Scope {
  static final int UNIVERSE = 0;
  static final int LINK = 253;
  static final int HOST = 254;

  private Scope() {}

  static int parse(String word) {
    return switch (word) {
      case "global" -> UNIVERSE;
      case "site" -> 200;
      case "link" -> LINK;
      case "host" -> HOST;
      case "nowhere" -> 255;
      default -> number(word);
    };
  }

  private static int number(String word) {
    try {
      int scope = Integer.parseInt(word);
      if (scope >= 0 && scope <= 255) {
        return scope;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw Arguments.wrong(word, "invalid scope value.");
  }

  static String name(int scope) {
    return switch (scope) {
      case UNIVERSE -> "global";
      case 200 -> "site";
      case LINK -> "link";
      case HOST -> "host";
      case 255 -> "nowhere";
      default -> Integer.toString(scope);
    };
  }
}
