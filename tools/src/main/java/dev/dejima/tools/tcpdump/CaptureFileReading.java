package dev.dejima.tools.tcpdump;

import dev.dejima.kernel.Capture.Frame;
import dev.dejima.packet.filter.BpfInterpreter;
import dev.dejima.packet.filter.BpfProgram;
import dev.dejima.packet.filter.FilterCompiler;
import dev.dejima.packet.filter.LinkType;
import dev.dejima.packet.pcap.CaptureFormatException;
import dev.dejima.packet.pcap.CaptureInterface;
import dev.dejima.packet.pcap.CaptureReader;
import dev.dejima.packet.pcap.CapturedFrame;
import dev.dejima.packet.pcap.PcapReader;
import dev.dejima.tools.Invocation;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code tcpdump -r}: what a pcap or pcapng file holds. */
final class CaptureFileReading {
  private final Invocation call;
  private final TcpdumpOptions options;

  CaptureFileReading(Invocation call, TcpdumpOptions options) {
    this.call = call;
    this.options = options;
  }

  int run(String file) throws IOException {
    try (InputStream in = open(file);
        CaptureReader reader = CaptureReader.open(in)) {
      return read(file, reader);
    } catch (NoSuchFileException e) {
      call.complain("tcpdump: " + file + ": No such file or directory");
    } catch (CaptureFormatException | EOFException e) {
      call.complain("tcpdump: " + file + ": " + e.getMessage());
    }
    return 1;
  }

  private InputStream open(String file) throws IOException {
    return file.equals("-")
        ? call.in()
        : new BufferedInputStream(Files.newInputStream(Path.of(file)));
  }

  /** A file of pcap has one link type; pcapng one for each interface, the first frame's counts. */
  private int read(String file, CaptureReader reader) throws IOException {
    Optional<CapturedFrame> next = reader.next();
    CaptureInterface source =
        reader instanceof PcapReader pcap
            ? pcap.source()
            : next.map(CapturedFrame::source).orElse(null);
    int linkType = source == null ? LinkType.ETHERNET.number() : source.linkType();
    int snaplen = source == null ? 0 : source.snaplen();
    call.complain(
        "reading from file %s, link-type %s, snapshot length %d"
            .formatted(file, TcpdumpTool.linkTypeName(linkType), snaplen));
    BpfInterpreter filter = filter(linkType);
    long count = 0;
    try (FrameSink sink = FrameSink.of(call, options, linkType, number -> null)) {
      while (next.isPresent() && count < options.count) {
        CapturedFrame frame = next.get();
        if (frame.source().linkType() != linkType) {
          call.complain("tcpdump: " + file + ": an interface has a type different from the first");
          return 1;
        }
        if (filter == null || passes(filter, frame)) {
          sink.accept(new Frame(frame.time(), false, frame.originalLength(), frame.bytes()));
          count++;
        }
        next = reader.next();
      }
    }
    return 0;
  }

  private @Nullable BpfInterpreter filter(int linkType) {
    if (options.filter.isEmpty()) {
      return null;
    }
    BpfProgram program =
        FilterCompiler.compile(options.filter, LinkType.of(linkType), options.snaplen, null);
    return new BpfInterpreter(program);
  }

  private static boolean passes(BpfInterpreter filter, CapturedFrame frame) {
    byte[] bytes = frame.bytes().toArray();
    return filter.run(bytes, 0, bytes.length, frame.originalLength()) != 0;
  }
}
