package dev.dejima.linux.netlink;

import java.util.ArrayList;
import java.util.List;

/** Names of devices, and what names begin with ({@code NFTA_DEVICE_*}). */
final class Devices {
  private static final int NFTA_DEVICE_NAME = 1;
  private static final int NFTA_DEVICE_PREFIX = 2;

  private Devices() {}

  /** Whether a name stands for all that begin so. */
  static boolean isPrefix(String name) {
    return name.endsWith("*");
  }

  static void encode(AttributeEncoder out, int type, List<String> names) {
    AttributeEncoder.Mark mark = out.nest(type);
    for (String name : names) {
      if (isPrefix(name)) {
        out.string(NFTA_DEVICE_PREFIX, name.substring(0, name.length() - 1));
      } else {
        out.string(NFTA_DEVICE_NAME, name);
      }
    }
    out.end(mark);
  }

  static List<String> decode(AttributeDecoder in) {
    List<String> names = new ArrayList<>();
    while (in.next()) {
      switch (in.type()) {
        case NFTA_DEVICE_NAME -> names.add(in.string());
        case NFTA_DEVICE_PREFIX -> names.add(in.string() + "*");
        default -> {}
      }
    }
    return names;
  }
}
