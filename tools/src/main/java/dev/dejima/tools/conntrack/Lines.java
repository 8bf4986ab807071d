package dev.dejima.tools.conntrack;

import dev.dejima.kernel.conntrack.NewConntrack;
import dev.dejima.kernel.conntrack.NewExpectation;
import dev.dejima.tools.Invocation;
import dev.dejima.tools.conntrack.Request.Output;
import java.time.Instant;

/** Prints flows and expectations, each in the way that was asked for. */
final class Lines {
  private static final String XML = "<?xml version=\"1.0\" encoding=\"utf-8\"?>";

  private final Invocation call;
  private final Request request;
  private boolean opened;

  Lines(Invocation call, Request request) {
    this.call = call;
    this.request = request;
  }

  private Instant now() {
    return call.kernel().clock().now();
  }

  /** The time of day in front of an event. */
  private String prefix(String event, Instant now) {
    boolean timed = request.prints(Output.TIMESTAMP) && !event.isEmpty();
    return timed ? "[%d.%06d]\t".formatted(now.getEpochSecond(), now.getNano() / 1000) : "";
  }

  void print(NewConntrack entry, String event) {
    Instant now = now();
    if (request.prints(Output.SAVE)) {
      call.print(SavePrinter.print(entry, letter(event)));
    } else if (request.prints(Output.XML)) {
      open("conntrack");
      call.print(new XmlPrinter(request.output, now).print(entry, event));
    } else {
      String line = new ConntrackPrinter(request.output, now).print(entry, event);
      call.print(prefix(event, now) + line);
    }
  }

  private static char letter(String event) {
    return switch (event) {
      case "UPDATE" -> 'U';
      case "DESTROY" -> 'D';
      default -> 'A';
    };
  }

  void print(NewExpectation entry, String event) {
    Instant now = now();
    if (request.prints(Output.XML)) {
      open("expect");
      call.print(new XmlPrinter(request.output, now).print(entry, event));
    } else {
      call.print(prefix(event, now) + ExpectationPrinter.print(entry, event));
    }
  }

  private void open(String root) {
    if (!opened) {
      opened = true;
      call.print(XML);
      call.print("<" + root + ">");
    }
  }

  /** Ends what was begun; an answer to -G stays open, as the real program leaves it. */
  void close() {
    if (opened && request.command != Command.GET && request.command != Command.GET_EXPECTATION) {
      call.print(request.table == Request.Table.EXPECT ? "</expect>" : "</conntrack>");
    }
  }
}
