package dev.dejima.lab.trace;

import dev.dejima.kernel.KernelException;
import dev.dejima.lab.Interface;
import dev.dejima.lab.Lab;
import dev.dejima.lab.LabException;
import dev.dejima.lab.Listener;
import dev.dejima.lab.Listener.Transport;
import dev.dejima.lab.Node;
import dev.dejima.lab.Place;
import dev.dejima.lab.Port;
import dev.dejima.lab.Probe;
import dev.dejima.lab.ProbeWords;
import dev.dejima.lab.Topology;
import dev.dejima.packet.Bytes;
import dev.dejima.packet.Endpoint;
import dev.dejima.packet.IpAddress;
import dev.dejima.packet.pcap.CaptureReader;
import dev.dejima.packet.pcap.CapturedFrame;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is to be traced, read from the words of a command line and checked against a lab. */
public sealed interface TraceRequest {
  /** Who listens meanwhile. */
  List<Listener> listeners();

  /** The same, with nobody listening. */
  TraceRequest withoutListeners();

  /**
   * Traces it.
   *
   * @throws KernelException if the kernel does not tell
   */
  Trace run(Tracer tracer) throws KernelException, InterruptedException;

  /** A probe from a node. */
  record OfProbe(Probe probe, List<Listener> listeners, List<String> notes)
      implements TraceRequest {
    @Override
    public TraceRequest withoutListeners() {
      return new OfProbe(probe, List.of(), List.of());
    }

    @Override
    public Trace run(Tracer tracer) throws KernelException, InterruptedException {
      return tracer.trace(probe, listeners).with(notes);
    }
  }

  /** A frame that comes in at an interface. */
  record OfFrame(Port at, Bytes frame, List<Listener> listeners) implements TraceRequest {
    @Override
    public TraceRequest withoutListeners() {
      return new OfFrame(at, frame, List.of());
    }

    @Override
    public Trace run(Tracer tracer) throws KernelException, InterruptedException {
      return tracer.frame(at, frame, listeners);
    }
  }

  /**
   * A probe as in {@code tcp 203.0.113.254:54321}; it meets the listeners of the lab's tests, or,
   * where these have none, one at the node that has its address.
   *
   * @param source {@code ADDRESS} or {@code ADDRESS:PORT}; null to let the kernel choose
   * @throws LabException if there is no such node, or the words make no sense
   */
  static TraceRequest probe(
      Lab lab, String from, String words, @Nullable String source, String send)
      throws LabException {
    Probe probe;
    try {
      probe = ProbeWords.read(lab.topology(), from, words, source, send);
    } catch (LabException e) {
      throw mistake(String.valueOf(e.getMessage()), "");
    }
    List<Listener> asked = listeners(lab, probe);
    List<Listener> own = asked.isEmpty() ? atTarget(lab, probe) : List.of();
    return asked.isEmpty()
        ? new OfProbe(probe, own, own.stream().map(TraceRequest::note).toList())
        : new OfProbe(probe, asked, List.of());
  }

  /**
   * A frame, in hexadecimal digits or in a capture.
   *
   * @param at {@code NODE:INTERFACE}
   * @param hex the frame; null where a capture has it
   * @param capture {@code FILE} or {@code FILE:N}, N from 1
   * @throws LabException if there is no such interface, or no such frame
   */
  static TraceRequest frame(Lab lab, String at, @Nullable String hex, @Nullable String capture)
      throws LabException {
    Bytes frame = hex != null ? hex(hex) : captured(capture == null ? "" : capture);
    return new OfFrame(port(lab, at), frame, allListeners(lab));
  }

  private static LabException mistake(String what, String hint) {
    return new LabException("dejima trace: " + what + (hint.isEmpty() ? "" : "; " + hint));
  }

  private static Node node(Topology topology, String name) throws LabException {
    try {
      return ProbeWords.node(topology, name);
    } catch (LabException e) {
      throw mistake(String.valueOf(e.getMessage()), "");
    }
  }

  private static Port port(Lab lab, String text) throws LabException {
    int colon = text.indexOf(':');
    if (colon < 0) {
      throw mistake("a frame comes in at an interface, not '" + text + "'", "NODE:INTERFACE");
    }
    Node node = node(lab.topology(), text.substring(0, colon));
    String device = text.substring(colon + 1);
    if (node.find(device).isEmpty()) {
      List<String> known = node.interfaces().stream().map(Interface::name).toList();
      throw mistake(
          "no interface '" + device + "' at " + node.name(), ProbeWords.meant(device, known));
    }
    return new Port(node.name(), device);
  }

  private static Bytes hex(String hex) throws LabException {
    try {
      Bytes frame = Bytes.ofHex(hex.replaceAll("[\\s:]", ""));
      if (frame.length() < 14) {
        throw mistake("a frame of " + frame.length() + " octets", "an Ethernet header has 14");
      }
      return frame;
    } catch (IllegalArgumentException e) {
      throw mistake("not hexadecimal digits: '" + hex + "'", "two for each octet");
    }
  }

  private static Bytes captured(String text) throws LabException {
    int colon = text.lastIndexOf(':');
    boolean numbered = colon > 0 && text.substring(colon + 1).matches("[0-9]{1,9}");
    String file = numbered ? text.substring(0, colon) : text;
    int number = numbered ? Integer.parseInt(text.substring(colon + 1)) : 1;
    try (CaptureReader reader = CaptureReader.open(Files.newInputStream(Path.of(file)))) {
      int seen = 0;
      for (Optional<CapturedFrame> next = reader.next(); next.isPresent(); next = reader.next()) {
        if (++seen == number) {
          return next.get().bytes();
        }
      }
      throw mistake("no packet " + number + " in " + file, "it has " + seen);
    } catch (IOException e) {
      throw mistake("cannot read " + file + ": " + e.getMessage(), "");
    }
  }

  // ---- who listens

  private static List<Listener> allListeners(Lab lab) {
    List<Listener> all = new ArrayList<>();
    lab.tests().stream()
        .flatMap(test -> test.allSteps())
        .filter(step -> step.action() instanceof Listener)
        .map(step -> (Listener) step.action())
        .filter(listener -> all.stream().noneMatch(other -> isSame(other, listener)))
        .forEach(all::add);
    return all;
  }

  private static boolean isSame(Listener a, Listener b) {
    return a.node().equals(b.node()) && a.transport() == b.transport() && a.port() == b.port();
  }

  private static @Nullable Transport transport(Probe probe) {
    return switch (probe) {
      case Probe.Connect _ -> Transport.TCP;
      case Probe.Udp _ -> Transport.UDP;
      case Probe.Ping _ -> null;
    };
  }

  private static List<Listener> listeners(Lab lab, Probe probe) {
    Transport transport = transport(probe);
    return allListeners(lab).stream().filter(l -> l.transport() == transport).toList();
  }

  private static String note(Listener listener) {
    return "no test of the lab listens to %s: for this trace, %s port %d does at %s"
        .formatted(
            listener.transport().word(),
            listener.transport().word(),
            listener.port(),
            listener.node());
  }

  private static List<Listener> atTarget(Lab lab, Probe probe) {
    Transport transport = transport(probe);
    if (transport == null) {
      return List.of();
    }
    int port = Endpoint.parse(probe.target()).port();
    return lab.topology().nodes().stream()
        .filter(node -> has(node, probe.address()))
        .map(node -> Listener.of(node.name(), transport, port, Place.NONE))
        .toList();
  }

  private static boolean has(Node node, IpAddress address) {
    return node.interfaces().stream()
        .flatMap(device -> device.addresses().stream())
        .anyMatch(own -> own.prefix().address().equals(address));
  }
}
