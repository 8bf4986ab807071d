package dev.dejima.tools.tcpdump;

import dev.dejima.kernel.Capture;
import dev.dejima.kernel.CaptureOptions;
import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.rtnetlink.GetLinks;
import dev.dejima.kernel.rtnetlink.NewLink;
import dev.dejima.kernel.rtnetlink.RouteMessage;
import dev.dejima.packet.filter.BpfInterpreter;
import dev.dejima.packet.filter.BpfPrinter;
import dev.dejima.packet.filter.BpfProgram;
import dev.dejima.packet.filter.FilterCompiler;
import dev.dejima.packet.filter.FilterException;
import dev.dejima.packet.filter.LinkType;
import dev.dejima.packet.print.TcpdumpPrinter;
import dev.dejima.tools.Invocation;
import dev.dejima.tools.Tool;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code tcpdump}: prints what passes an interface, or what a file holds. */
public final class TcpdumpTool implements Tool {
  @Override
  public String name() {
    return "tcpdump";
  }

  @Override
  public boolean announcesReady() {
    return true;
  }

  @Override
  public int run(Invocation call) throws IOException, InterruptedException {
    TcpdumpOptions options = TcpdumpOptions.parse(call.arguments());
    try {
      if (options.readFile != null) {
        return new CaptureFileReading(call, options).run(options.readFile);
      }
      return capture(call, options);
    } catch (FilterException e) {
      call.complain("tcpdump: " + e.getMessage());
      if (!e.hint().isBlank()) {
        call.complain("hint: " + e.hint());
      }
      return 1;
    } catch (KernelException e) {
      call.complain("tcpdump: " + e.getMessage());
      return 1;
    }
  }

  private static @Nullable BpfProgram filter(TcpdumpOptions options, LinkType linkType) {
    return options.filter.isEmpty()
        ? null
        : FilterCompiler.compile(options.filter, linkType, options.snaplen, null);
  }

  private static int capture(Invocation call, TcpdumpOptions options)
      throws IOException, InterruptedException {
    Map<Integer, String> names = new HashMap<>();
    NetfilterDevice handed = NetfilterDevice.of(options.device);
    boolean any = options.device.equals("any");
    if (handed == null && !any && !isThere(call, options, names)) {
      return 1;
    }
    LinkType linkType =
        handed != null ? linkType(handed) : any ? LinkType.LINUX_SLL2 : LinkType.ETHERNET;
    BpfProgram filter = filter(options, linkType);
    if (options.dumpFilter > 0 && filter != null) {
      dump(call, options, filter);
      return 0;
    }
    links(call, names);
    try (Capture capture = open(call, options, handed, filter);
        FrameSink sink = FrameSink.of(call, options, capture.linkType(), names::get)) {
      call.complain(options.banner(capture.linkType()));
      call.ready();
      long count = 0;
      try {
        while (count < options.count) {
          sink.accept(capture.next());
          count++;
        }
      } catch (InterruptedException e) {
        count += drain(capture, sink);
        sink.interrupted();
      }
      statistics(call, capture.statistics(), count);
    }
    return 0;
  }

  private static LinkType linkType(NetfilterDevice handed) {
    return handed.queue() ? LinkType.RAW : LinkType.NFLOG;
  }

  private static Capture open(
      Invocation call,
      TcpdumpOptions options,
      @Nullable NetfilterDevice handed,
      @Nullable BpfProgram filter)
      throws IOException {
    if (handed == null) {
      CaptureOptions what =
          new CaptureOptions(options.device, filter, options.snaplen, options.promiscuous);
      return call.namespace().capture(what);
    }
    BpfInterpreter interpreter = filter == null ? null : new BpfInterpreter(filter);
    return NetfilterCapture.open(call, handed, options.snaplen, interpreter);
  }

  /** What had passed before the interrupt is shown too. */
  private static long drain(Capture capture, FrameSink sink) throws IOException {
    long count = 0;
    for (var frame = capture.poll(); frame.isPresent(); frame = capture.poll()) {
      sink.accept(frame.get());
      count++;
    }
    return count;
  }

  private static boolean isThere(
      Invocation call, TcpdumpOptions options, Map<Integer, String> names) throws IOException {
    for (NewLink link : links(call, names)) {
      if (options.device.equals(link.name())) {
        if (!link.isUp()) {
          call.complain("tcpdump: " + options.device + ": That device is not up");
        }
        return link.isUp();
      }
    }
    call.complain("tcpdump: " + options.device + ": No such device exists");
    call.complain("(No such device exists)");
    return false;
  }

  private static Iterable<NewLink> links(Invocation call, Map<Integer, String> names)
      throws IOException {
    Map<Integer, NewLink> links = new HashMap<>();
    for (RouteMessage message : call.namespace().route().dump(new GetLinks())) {
      if (message instanceof NewLink link) {
        links.put(link.index(), link);
        names.put(link.index(), String.valueOf(link.name()));
      }
    }
    return links.values();
  }

  private static void dump(Invocation call, TcpdumpOptions options, BpfProgram filter) {
    var lines =
        switch (options.dumpFilter) {
          case 1 -> BpfPrinter.readable(filter);
          case 2 -> BpfPrinter.initializers(filter);
          default -> BpfPrinter.decimal(filter);
        };
    lines.forEach(call::print);
  }

  private static void statistics(Invocation call, Capture.Statistics statistics, long captured) {
    call.complain(packets(captured) + " captured");
    call.complain(packets(Math.max(captured, statistics.received())) + " received by filter");
    call.complain(packets(statistics.dropped()) + " dropped by kernel");
  }

  private static String packets(long count) {
    return count + (count == 1 ? " packet" : " packets");
  }

  /** The words for a link type in tcpdump's banner. */
  static String linkTypeName(int linkType) {
    return switch (linkType) {
      case TcpdumpPrinter.ETHERNET -> "EN10MB (Ethernet)";
      case TcpdumpPrinter.LINUX_SLL2 -> "LINUX_SLL2 (Linux cooked v2)";
      case TcpdumpPrinter.NFLOG -> "NFLOG (Linux netfilter log messages)";
      case TcpdumpPrinter.IPV4 -> "IPV4 (Raw IPv4)";
      case TcpdumpPrinter.RAW -> "RAW (Raw IP)";
      default -> Integer.toString(linkType);
    };
  }
}
