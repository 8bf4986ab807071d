package dev.dejima.tools.ip;

/**
 * The words for routing tables and for who made a route (iproute2's {@code rt_tables, rt_protos}).
 */
final class RouteNames {
  static final int BOOT = 3;

  private RouteNames() {}

  static int table(String word) {
    return switch (word) {
      case "main" -> 254;
      case "local" -> 255;
      case "default" -> 253;
      case "all" -> 0;
      default -> number(word, "table id value is invalid");
    };
  }

  static int protocol(String word) {
    return switch (word) {
      case "redirect" -> 1;
      case "kernel" -> 2;
      case "boot" -> BOOT;
      case "static" -> 4;
      case "ra" -> 9;
      case "dhcp" -> 16;
      default -> number(word, "\"protocol\" value is invalid");
    };
  }

  private static int number(String word, String complaint) {
    try {
      int number = Integer.parseInt(word);
      if (number > 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw Arguments.wrong(word, complaint);
  }

  static String protocolName(int protocol) {
    return switch (protocol) {
      case 1 -> "redirect";
      case 2 -> "kernel";
      case BOOT -> "boot";
      case 4 -> "static";
      case 9 -> "ra";
      case 16 -> "dhcp";
      default -> Integer.toString(protocol);
    };
  }

  static String tableName(int table) {
    return switch (table) {
      case 253 -> "default";
      case 254 -> "main";
      case 255 -> "local";
      default -> Integer.toString(table);
    };
  }
}
