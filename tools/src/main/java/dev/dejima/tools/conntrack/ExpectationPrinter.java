package dev.dejima.tools.conntrack;

import dev.dejima.kernel.conntrack.NewExpectation;
import java.util.StringJoiner;

/** Expectations as conntrack(8) prints them, a line each. */
final class ExpectationPrinter {
  private ExpectationPrinter() {}

  /** One line, without its newline; the event is empty in listings. */
  static String print(NewExpectation entry, String event) {
    StringJoiner line = new StringJoiner(" ");
    if (!event.isEmpty()) {
      line.add("%9s".formatted("[" + event + "]"));
    }
    if (entry.timeout() != null) {
      line.add(Long.toString(entry.timeout()));
    }
    line.add("proto=" + entry.tuple().protocol());
    ConntrackPrinter.tuple(line, entry.tuple(), "");
    ConntrackPrinter.addresses(line, entry.mask(), "mask-src", "mask-dst");
    ConntrackPrinter.ports(line, entry.mask());
    ConntrackPrinter.addresses(line, entry.master(), "master-src", "master-dst");
    ConntrackPrinter.ports(line, entry.master());
    if (entry.zone() != 0) {
      line.add("zone=" + entry.zone());
    }
    StringJoiner flags = new StringJoiner(",");
    if ((entry.flags() & NewExpectation.PERMANENT) != 0) {
      flags.add("PERMANENT");
    }
    if ((entry.flags() & NewExpectation.INACTIVE) != 0) {
      flags.add("INACTIVE");
    }
    if ((entry.flags() & NewExpectation.USERSPACE) != 0) {
      flags.add("USERSPACE");
    }
    if (flags.length() > 0) {
      line.add(flags.toString());
    }
    line.add("class=" + Integer.toUnsignedString(entry.group()));
    if (entry.helper() != null) {
      line.add("helper=" + entry.helper());
    }
    return line.toString();
  }
}
