package dev.dejima.cli;

import dev.dejima.kernel.Kernel;
import dev.dejima.kernel.KernelException;
import dev.dejima.lab.Lab;
import dev.dejima.lab.LabException;
import dev.dejima.lab.file.LabFile;
import dev.dejima.lab.run.Network;
import dev.dejima.lab.trace.Trace;
import dev.dejima.lab.trace.TraceJson;
import dev.dejima.lab.trace.TracePrinter;
import dev.dejima.lab.trace.TraceRequest;
import dev.dejima.lab.trace.Tracer;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code dejima trace}: what happens to a packet in a lab's network, and why. */
@Command(
    name = "trace",
    mixinStandardHelpOptions = true,
    description = {
      "Says what happens to a packet in a lab's network, and why: hop by hop, with the rules that"
          + " decide and the conditions that fail."
    },
    footer = {
      "",
      "PROBE is what to send: 'tcp ADDRESS:PORT', 'udp ADDRESS:PORT' or 'ping ADDRESS'.",
      "With --frame or --pcap, FROM is the interface that the frame comes in at, NODE:INTERFACE.",
      "Exit status: 0 delivered or answered, 1 not, 2 the input is wrong, 3 the system refuses."
    })
final class TraceCommand implements Callable<Integer> {
  @Mixin KernelChoice kernel = new KernelChoice();

  @Parameters(index = "0", paramLabel = "LAB", description = "A lab file, or its directory.")
  Path lab = Path.of("");

  @Parameters(
      index = "1",
      paramLabel = "FROM",
      description = "The node that sends, or the interface that a frame comes in at.")
  String from = "";

  @Parameters(index = "2", arity = "0..1", paramLabel = "PROBE", description = "What is sent.")
  @Nullable String probe;

  @Option(names = "-v", description = "Tell all that happens, not only what decides.")
  boolean verbose;

  @Option(names = "--json", description = "Write JSON; docs/trace.md explains its keys.")
  boolean json;

  @Option(
      names = "--source",
      paramLabel = "ADDRESS[:PORT]",
      description = "The address and port to send from.")
  @Nullable String source;

  @Option(names = "--send", paramLabel = "TEXT", description = "What the probe carries.")
  String send = "";

  @Option(
      names = "--frame",
      paramLabel = "HEX",
      description = "An Ethernet frame in hexadecimal digits, instead of a probe.")
  @Nullable String frame;

  @Option(
      names = "--pcap",
      paramLabel = "FILE[:N]",
      description = "A capture's packet number N, from 1, instead of a probe.")
  @Nullable String pcap;

  @Option(
      names = "--no-listen",
      description = "Start no listeners; otherwise those of the lab's tests listen.")
  boolean noListen;

  @Override
  public Integer call() throws InterruptedException {
    try {
      Lab read = LabFile.read(RunCommand.files(lab).getFirst());
      TraceRequest request =
          frame == null && pcap == null
              ? TraceRequest.probe(read, from, probe == null ? "" : probe, source, send)
              : TraceRequest.frame(read, from, frame, pcap);
      return run(read, noListen ? request.withoutListeners() : request);
    } catch (LabException e) {
      throw new Problem(ExitStatus.WRONG_INPUT, String.valueOf(e.getMessage()));
    }
  }

  private int run(Lab read, TraceRequest request) throws InterruptedException, LabException {
    try (Kernel open = kernel.open(false);
        Network network = Network.start(read, open);
        Spare spare = new Spare(open)) {
      Trace trace = request.run(new Tracer(network, spare.kernel()));
      System.out.print(
          json
              ? TraceJson.write(trace)
              : new TracePrinter(RunCommand.style(), verbose).print(trace));
      System.out.flush();
      return trace.disposition().isSuccess() ? ExitStatus.OK : ExitStatus.FAILED;
    } catch (KernelException e) {
      throw new Problem(ExitStatus.REFUSED, "dejima trace: the kernel refuses: " + e.getMessage());
    }
  }
}
