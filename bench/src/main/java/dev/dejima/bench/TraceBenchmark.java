package dev.dejima.bench;

import dev.dejima.kernel.Kernel;
import dev.dejima.kernel.KernelOptions;
import dev.dejima.lab.Lab;
import dev.dejima.lab.file.LabFile;
import dev.dejima.lab.report.Style;
import dev.dejima.lab.run.Network;
import dev.dejima.lab.trace.Disposition;
import dev.dejima.lab.trace.Trace;
import dev.dejima.lab.trace.TracePrinter;
import dev.dejima.lab.trace.TraceRequest;
import dev.dejima.lab.trace.Tracer;
import dev.dejima.netstack.NetstackProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** A trace through a router with destination NAT and a filter, printed, on a network that is up. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class TraceBenchmark {
  private static final String LAB =
      """
      name: trace
      nodes:
        lan:
          interfaces: { lan0: 192.0.2.1/24 }
          routes:     { default: 192.0.2.254 }
        router:
          interfaces: { gw0: 192.0.2.254/24, gw1: 203.0.113.254/24 }
          sysctl:     { net.ipv4.ip_forward: 1 }
          nftables: |
            table ip nat {
              chain pre {
                type nat hook prerouting priority dstnat;
                ip daddr 203.0.113.254 tcp dport 8080 dnat to 192.0.2.1:80
              }
            }
            table ip filter {
              chain forward {
                type filter hook forward priority filter; policy drop;
                ct state established,related accept
                tcp dport { 22, 443 } accept
                ct status dnat accept
              }
            }
        wan:
          interfaces: { wan0: 203.0.113.1/24 }
          routes:     { default: 203.0.113.254 }
      links:
        - [ "lan:lan0", "router:gw0" ]
        - [ "router:gw1", "wan:wan0" ]
      tests:
        - name: web
          listen:  { at: lan, tcp: 80 }
          connect: { from: wan, to: "203.0.113.254:8080" }
          expect:  connected
      """;

  /** One that is answered, and one that is dropped. */
  @Param({"tcp 203.0.113.254:8080", "tcp 192.0.2.1:80"})
  public String probe = "";

  @SuppressWarnings("NullAway.Init") // made by start
  private Kernel kernel;

  @SuppressWarnings("NullAway.Init") // made by start
  private Network network;

  @SuppressWarnings("NullAway.Init") // made by start
  private TraceRequest request;

  /** Starts the network. */
  @Setup
  public void start() throws Exception {
    Path file = Files.createTempFile("trace", ".yaml");
    Files.writeString(file, LAB);
    Lab lab = LabFile.read(file);
    Files.delete(file);
    kernel = new NetstackProvider().open(KernelOptions.DEFAULT);
    network = Network.start(lab, kernel);
    request = TraceRequest.probe(lab, "wan", probe, null, "");
  }

  /** Takes it down. */
  @TearDown
  public void stop() {
    network.close();
    kernel.close();
  }

  /** Traces and prints. */
  @Benchmark
  public String trace() throws Exception {
    Trace trace = request.run(new Tracer(network));
    Disposition expected = probe.endsWith("8080") ? Disposition.ANSWERED : Disposition.DROPPED;
    if (trace.disposition() != expected) {
      throw new IllegalStateException(trace.reason());
    }
    return new TracePrinter(Style.PLAIN, false).print(trace);
  }
}
