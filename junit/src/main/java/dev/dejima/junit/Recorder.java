package dev.dejima.junit;

import dev.dejima.kernel.Capture;
import dev.dejima.kernel.CaptureOptions;
import dev.dejima.kernel.Kernel;
import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.Process;
import dev.dejima.kernel.StandardStreams;
import dev.dejima.lab.Interface;
import dev.dejima.lab.Node;
import dev.dejima.lab.Port;
import dev.dejima.lab.run.Network;
import dev.dejima.packet.pcap.PcapNgWriter;
import dev.dejima.packet.pcap.PcapNgWriter.Direction;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Captures all that passes the interfaces of a network while a test runs. */
final class Recorder implements AutoCloseable {
  private final Kernel kernel;
  private final List<Ear> ears = new ArrayList<>();

  /** An interface, and who reads what passes it. The frames are the reader's until it has ended. */
  private record Ear(Port at, Capture capture, Process reader, List<Capture.Frame> frames) {}

  /** A frame, and the number of its interface. */
  private record Heard(int at, Capture.Frame frame) {}

  private Recorder(Kernel kernel) {
    this.kernel = kernel;
  }

  static Recorder of(Network network) throws KernelException {
    Recorder recorder = new Recorder(network.kernel());
    boolean complete = false;
    try {
      for (Node node : network.lab().topology().nodes()) {
        for (Interface device : node.interfaces()) {
          recorder.listen(network, new Port(node.name(), device.name()));
        }
      }
      complete = true;
      return recorder;
    } finally {
      if (!complete) {
        recorder.close();
      }
    }
  }

  private void listen(Network network, Port at) throws KernelException {
    Capture capture = network.namespace(at.node()).capture(CaptureOptions.of(at.device()));
    List<Capture.Frame> frames = new ArrayList<>();
    Process reader =
        kernel.start(
            kernel.initial(),
            "capture at " + at,
            StandardStreams.none(),
            _ -> {
              while (true) {
                frames.add(capture.next());
              }
            });
    ears.add(new Ear(at, capture, reader, frames));
  }

  /** Ends, and writes what there was, by time, as pcapng. */
  void write(Path file, String about) throws IOException, InterruptedException {
    end();
    @Nullable Path directory = file.getParent();
    if (directory != null) {
      Files.createDirectories(directory);
    }
    String system = "%s, Linux %s".formatted(kernel.name(), kernel.release());
    try (PcapNgWriter out =
        new PcapNgWriter(
            new BufferedOutputStream(Files.newOutputStream(file)), "dejima", system, about)) {
      for (Ear ear : ears) {
        out.addInterface(ear.at().toString(), ear.capture().linkType(), CaptureOptions.WHOLE);
      }
      for (Heard heard : heard()) {
        Capture.Frame frame = heard.frame();
        Direction direction = frame.outgoing() ? Direction.OUTBOUND : Direction.INBOUND;
        out.write(
            heard.at(), frame.time(), frame.bytes().toArray(), frame.length(), direction, null);
      }
    }
  }

  private List<Heard> heard() {
    List<Heard> all = new ArrayList<>();
    for (int i = 0; i < ears.size(); i++) {
      for (Capture.Frame frame : ears.get(i).frames()) {
        all.add(new Heard(i, frame));
      }
    }
    all.sort(Comparator.comparing(heard -> heard.frame().time()));
    return all;
  }

  private void end() throws KernelException, InterruptedException {
    for (Ear ear : ears) {
      ear.reader().interrupt();
      var _ = ear.reader().await();
      for (Optional<Capture.Frame> f = ear.capture().poll(); f.isPresent(); ) {
        ear.frames().add(f.get());
        f = ear.capture().poll();
      }
    }
  }

  @Override
  public void close() {
    for (Ear ear : ears) {
      ear.reader().kill();
      ear.capture().close();
    }
  }
}
