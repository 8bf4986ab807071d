package dev.dejima.tools.tcpdump;

import dev.dejima.kernel.Capture.Frame;
import dev.dejima.packet.pcap.PcapNgWriter;
import dev.dejima.packet.pcap.PcapWriter;
import dev.dejima.packet.print.TcpdumpPrinter;
import dev.dejima.tools.Invocation;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Where captured frames go: printed, or into a file. */
interface FrameSink extends Closeable {
  void accept(Frame frame) throws IOException;

  /** Ctrl-C came; a line may be unfinished. */
  void interrupted();

  @Override
  void close() throws IOException;

  static FrameSink of(
      Invocation call,
      TcpdumpOptions options,
      int linkType,
      IntFunction<@Nullable String> interfaceName)
      throws IOException {
    return options.writeFile == null
        ? new Printed(call, linkType, new TcpdumpPrinter(options.printing(), interfaceName))
        : file(call, options, options.writeFile, linkType);
  }

  /** Lines on standard output. */
  record Printed(Invocation call, int linkType, TcpdumpPrinter printer) implements FrameSink {
    @Override
    public void accept(Frame frame) {
      call.print(printer.print(frame.time(), linkType, frame.bytes(), frame.length()));
    }

    @Override
    public void interrupted() {
      call.print("");
    }

    @Override
    public void close() {}
  }

  /** A file: pcap if its name says so or it is standard output ({@code -}), otherwise pcapng. */
  private static FrameSink file(Invocation call, TcpdumpOptions options, String file, int linkType)
      throws IOException {
    if (file.equals("-")) {
      return new Pcap(new PcapWriter(call.out(), linkType, options.snaplen, false));
    }
    OutputStream out = new BufferedOutputStream(Files.newOutputStream(Path.of(file)));
    if (file.endsWith(".pcap")) {
      return new Pcap(new PcapWriter(out, linkType, options.snaplen, false));
    }
    String system = call.kernel().name() + " " + call.kernel().release();
    PcapNgWriter writer = new PcapNgWriter(out, "tcpdump (Dejima)", system, null);
    return new PcapNg(writer, writer.addInterface(options.device, linkType, options.snaplen));
  }

  /** A file of classic pcap. */
  record Pcap(PcapWriter writer) implements FrameSink {
    @Override
    public void accept(Frame frame) throws IOException {
      writer.write(frame.time(), frame.bytes().toArray(), frame.length());
    }

    @Override
    public void interrupted() {}

    @Override
    public void close() throws IOException {
      writer.close();
    }
  }

  /** A file of pcapng. */
  record PcapNg(PcapNgWriter writer, int number) implements FrameSink {
    @Override
    public void accept(Frame frame) throws IOException {
      writer.write(number, frame.time(), frame.bytes().toArray(), frame.length());
    }

    @Override
    public void interrupted() {}

    @Override
    public void close() throws IOException {
      writer.close();
    }
  }
}
