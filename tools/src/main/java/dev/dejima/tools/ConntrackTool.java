package dev.dejima.tools;

import dev.dejima.kernel.conntrack.ConntrackMessage;
import dev.dejima.kernel.conntrack.GetConntracks;
import dev.dejima.kernel.conntrack.NewConntrack;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** {@code conntrack} of conntrack-tools: lists what connection tracking holds. */
public final class ConntrackTool implements Tool {
  private static final String BANNER = "conntrack v1.4.7 (conntrack-tools)";

  @Override
  public String name() {
    return "conntrack";
  }

  @Override
  public int run(Invocation call) throws IOException {
    List<String> words = new ArrayList<>(call.arguments());
    if (words.isEmpty()) {
      throw unknown("");
    }
    return switch (words.removeFirst()) {
      case "-L", "--dump" -> list(call, words);
      case "-C", "--count" -> {
        call.print(Integer.toString(dump(call, 0).size()));
        yield 0;
      }
      default -> throw unknown(call.arguments().getFirst());
    };
  }

  private static UsageException unknown(String option) {
    return new UsageException(
        2,
        BANNER
            + (option.isEmpty() ? ": no command given" : ": unknown option `" + option + "'")
            + "\nknown: -L [-p PROTOCOL] [-f FAMILY] [-s ADDRESS] [-d ADDRESS] [-o extended], -C");
  }

  private static List<NewConntrack> dump(Invocation call, int version) throws IOException {
    List<NewConntrack> entries = new ArrayList<>();
    for (ConntrackMessage message : call.namespace().conntrack().dump(new GetConntracks(version))) {
      if (message instanceof NewConntrack entry) {
        entries.add(entry);
      }
    }
    return entries;
  }

  private static int list(Invocation call, List<String> words) throws IOException {
    Predicate<NewConntrack> wanted = entry -> true;
    int version = 4;
    boolean extended = false;
    while (!words.isEmpty()) {
      String option = words.removeFirst();
      if (option.equals("conntrack")) {
        continue;
      }
      if (words.isEmpty()) {
        throw unknown(option);
      }
      String value = words.removeFirst();
      switch (option) {
        case "-p", "--proto" -> {
          int protocol = ConntrackPrinter.protocolNumber(value);
          wanted = wanted.and(entry -> entry.original().protocol() == protocol);
        }
        case "-f", "--family" -> version = value.equals("ipv6") ? 6 : 4;
        case "-s", "--src", "--orig-src" ->
            wanted = wanted.and(entry -> entry.original().source().toString().equals(value));
        case "-d", "--dst", "--orig-dst" ->
            wanted = wanted.and(entry -> entry.original().destination().toString().equals(value));
        case "-o", "--output" -> extended = value.contains("extended");
        default -> throw unknown(option);
      }
    }
    List<NewConntrack> entries = dump(call, version).stream().filter(wanted).toList();
    for (NewConntrack entry : entries) {
      call.print(ConntrackPrinter.print(entry, extended));
    }
    call.complain(BANNER + ": " + entries.size() + " flow entries have been shown.");
    return 0;
  }
}
