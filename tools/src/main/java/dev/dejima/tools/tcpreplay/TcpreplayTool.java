package dev.dejima.tools.tcpreplay;

import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.PacketSocket;
import dev.dejima.packet.pcap.CaptureFormatException;
import dev.dejima.packet.pcap.CaptureReader;
import dev.dejima.packet.pcap.CapturedFrame;
import dev.dejima.tools.Invocation;
import dev.dejima.tools.Tool;
import dev.dejima.tools.UsageException;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code tcpreplay}: sends the frames of pcap or pcapng files by an interface, as they are. */
public final class TcpreplayTool implements Tool {
  private static final int FAILED = 255;
  private static final int ETHERNET = 1;

  @Override
  public String name() {
    return "tcpreplay";
  }

  @Override
  public int run(Invocation call) throws IOException, InterruptedException {
    ReplayOptions options = ReplayOptions.parse(call.arguments());
    List<List<CapturedFrame>> files = new ArrayList<>();
    for (String file : options.files) {
      try {
        files.add(read(call, file));
      } catch (NoSuchFileException e) {
        call.complain(
            "tcpreplay: Unable to retrieve information from file %s: No such file or directory"
                .formatted(file));
        return FAILED;
      } catch (CaptureFormatException | EOFException e) {
        call.complain("tcpreplay: Error opening pcap file: %s: %s".formatted(file, e.getMessage()));
        return FAILED;
      }
    }
    try (PacketSocket socket = call.namespace().packetSocket(options.device)) {
      Replay replay = new Replay(call, options, socket);
      for (int i = 0; i < options.loops; i++) {
        for (List<CapturedFrame> frames : files) {
          replay.send(frames);
        }
      }
      replay.report();
      return 0;
    } catch (KernelException e) {
      call.complain("tcpreplay: Invalid interface name/alias: " + options.device);
      return FAILED;
    }
  }

  private static List<CapturedFrame> read(Invocation call, String file) throws IOException {
    List<CapturedFrame> frames = new ArrayList<>();
    try (InputStream in =
            file.equals("-")
                ? call.in()
                : new BufferedInputStream(Files.newInputStream(Path.of(file)));
        CaptureReader reader = CaptureReader.open(in)) {
      for (Optional<CapturedFrame> f = reader.next(); f.isPresent(); f = reader.next()) {
        if (f.get().source().linkType() != ETHERNET) {
          throw new UsageException(
              FAILED,
              "tcpreplay: frames of link type %d cannot be sent by an Ethernet interface"
                  .formatted(f.get().source().linkType()));
        }
        frames.add(f.get());
      }
    }
    return frames;
  }

  /** The sending, and its count. */
  private static final class Replay {
    private final Invocation call;
    private final ReplayOptions options;
    private final PacketSocket socket;
    private final ReplayStatistics statistics = new ReplayStatistics();
    private final long start;
    private long due;
    private int lastLength;

    Replay(Invocation call, ReplayOptions options, PacketSocket socket) {
      this.call = call;
      this.options = options;
      this.socket = socket;
      this.start = call.kernel().clock().nanoTime();
      this.due = start;
    }

    void send(List<CapturedFrame> frames) throws InterruptedException {
      @Nullable Instant before = null;
      for (CapturedFrame frame : frames) {
        if (statistics.sent() == options.limit) {
          return;
        }
        if (statistics.sent() > 0) {
          Instant last = before == null ? frame.time() : before;
          due += options.gap(Duration.between(last, frame.time()), lastLength).toNanos();
        }
        before = frame.time();
        long wait = due - call.kernel().clock().nanoTime();
        if (wait > 0) {
          call.kernel().clock().sleep(Duration.ofNanos(wait));
        }
        send(frame);
        lastLength = frame.bytes().length();
      }
    }

    private void send(CapturedFrame frame) throws InterruptedException {
      try {
        socket.send(frame.bytes());
        statistics.sent(frame);
      } catch (KernelException e) {
        call.complain("tcpreplay: Unable to send packet: " + e.getMessage());
        statistics.failed();
      }
    }

    void report() {
      Duration took = Duration.ofNanos(call.kernel().clock().nanoTime() - start);
      statistics.lines(options.device, took).forEach(call::print);
    }
  }
}
