package dev.dejima.tools.tcpdump;

import dev.dejima.kernel.Capture.Frame;
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
        : new Written(call, options.writeFile, linkType, options.snaplen);
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

  /** A file of classic pcap; {@code -} is standard output. */
  final class Written implements FrameSink {
    private final PcapWriter writer;

    Written(Invocation call, String file, int linkType, int snaplen) throws IOException {
      OutputStream out =
          file.equals("-")
              ? call.out()
              : new BufferedOutputStream(Files.newOutputStream(Path.of(file)));
      writer = new PcapWriter(out, linkType, snaplen, false);
    }

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
}
