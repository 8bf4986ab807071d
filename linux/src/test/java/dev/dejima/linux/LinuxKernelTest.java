package dev.dejima.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dejima.kernel.Capture;
import dev.dejima.kernel.CaptureOptions;
import dev.dejima.kernel.Errno;
import dev.dejima.kernel.Kernel;
import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.KernelOptions;
import dev.dejima.kernel.Namespace;
import dev.dejima.kernel.NetlinkException;
import dev.dejima.kernel.Pipe;
import dev.dejima.kernel.Process;
import dev.dejima.kernel.Program;
import dev.dejima.kernel.Socket;
import dev.dejima.kernel.SocketOption;
import dev.dejima.kernel.SocketType;
import dev.dejima.kernel.StandardStreams;
import dev.dejima.kernel.diag.GetSockets;
import dev.dejima.kernel.diag.SocketEntry;
import dev.dejima.kernel.diag.SocketMessage;
import dev.dejima.kernel.rtnetlink.DelLink;
import dev.dejima.kernel.rtnetlink.GetLinks;
import dev.dejima.kernel.rtnetlink.GetRoutes;
import dev.dejima.kernel.rtnetlink.LinkInfo;
import dev.dejima.kernel.rtnetlink.NewAddress;
import dev.dejima.kernel.rtnetlink.NewLink;
import dev.dejima.kernel.rtnetlink.RouteMessage;
import dev.dejima.linux.libc.Libc;
import dev.dejima.nft.expr.DelTable;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.GetTables;
import dev.dejima.nft.expr.NewFlag;
import dev.dejima.nft.expr.NewTable;
import dev.dejima.packet.Bytes;
import dev.dejima.packet.Endpoint;
import dev.dejima.packet.Prefix;
import dev.dejima.packet.filter.BpfInstruction;
import dev.dejima.packet.filter.BpfProgram;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("linux")
@Timeout(30)
class LinuxKernelTest {
  private static final Endpoint LOOPBACK = Endpoint.parse("127.0.0.1:7000");

  private static void loopbackUp(Namespace namespace) throws NetlinkException {
    namespace.route().request(NewLink.setUp(1, true));
  }

  @Test
  void initialNamespaceIsFresh() throws Exception {
    try (Kernel kernel = Rights.kernel()) {
      List<RouteMessage> links = kernel.initial().route().dump(new GetLinks());
      assertThat(links.stream().map(NewLink.class::cast).map(NewLink::name)).contains("lo");
      assertThat(links.stream().map(NewLink.class::cast).noneMatch(NewLink::isUp)).isTrue();
      assertThat(kernel.initial().route().dump(new GetRoutes(4, 0))).isEmpty();
      assertThat(kernel.initial().nfTables().dump(new GetTables(Family.UNSPEC))).isEmpty();
    }
  }

  @Test
  void namesAreTakenAndGivenBack() throws Exception {
    try (Kernel kernel = Rights.kernel()) {
      Namespace first = kernel.createNamespace("one");
      Namespace second = kernel.createNamespace("two");
      assertThat(kernel.namespaces()).containsExactly(second, first);
      assertThatThrownBy(() -> kernel.createNamespace("one"))
          .hasMessage("Cannot create namespace file \"/run/netns/one\": File exists");
      kernel.deleteNamespace("one");
      assertThat(kernel.namespace("one")).isEmpty();
      assertThatThrownBy(() -> kernel.deleteNamespace("one")).isInstanceOf(KernelException.class);
      assertThat(Path.of("/run/netns/one")).doesNotExist();
    }
  }

  @Test
  void closeIsIdempotentAndEndsProcesses() throws Exception {
    Kernel kernel = Rights.kernel();
    loopbackUp(kernel.initial());
    Process parked =
        kernel.start(
            kernel.initial(),
            "parked",
            StandardStreams.none(),
            self -> {
              try (Socket socket = self.namespace().socket(SocketType.UDP4)) {
                socket.bind(LOOPBACK);
                self.ready();
                return socket.receive(new byte[1], 0, 1);
              }
            });
    parked.awaitReady();
    kernel.close();
    kernel.close();
    assertThat(parked.ended()).isTrue();
    assertThat(parked.await()).isEqualTo(130);
  }

  @Test
  void interruptReachesEveryCallThatBlocks() throws Exception {
    try (Kernel kernel = Rights.kernel()) {
      Namespace initial = kernel.initial();
      loopbackUp(initial);
      Capture capture = initial.capture(CaptureOptions.of("lo"));
      Pipe pipe = kernel.pipe();
      List<Program> blocking =
          List.of(
              self -> {
                Socket socket = self.namespace().socket(SocketType.TCP4);
                socket.listen(1);
                self.ready();
                socket.accept();
                return 0;
              },
              self -> {
                self.ready();
                capture.next();
                return 0;
              },
              self -> {
                self.ready();
                return pipe.source().read();
              },
              self -> {
                self.ready();
                kernel.clock().sleep(Duration.ofHours(1));
                return 0;
              });
      for (Program program : blocking) {
        Process process = kernel.start(initial, "blocked", StandardStreams.none(), program);
        process.awaitReady();
        process.interrupt();
        assertThat(process.await()).isEqualTo(130);
      }
    }
  }

  @Test
  void closingASocketWakesWhoWaitsForIt() throws Exception {
    try (Kernel kernel = Rights.kernel()) {
      Socket socket = kernel.initial().socket(SocketType.UDP4);
      Process reader =
          kernel.start(
              kernel.initial(),
              "reader",
              StandardStreams.none(),
              self -> {
                self.ready();
                try {
                  return socket.receive(new byte[1], 0, 1);
                } catch (KernelException e) {
                  return e.errno().number();
                }
              });
      reader.awaitReady();
      socket.close();
      assertThat(reader.await()).isEqualTo(Errno.EBADF.number());
    }
  }

  @Test
  void timeoutsAndRefusalsHaveLinuxErrnos() throws Exception {
    try (Kernel kernel = Rights.kernel()) {
      Namespace initial = kernel.initial();
      loopbackUp(initial);
      try (Socket tcp = initial.socket(SocketType.TCP4);
          Socket udp = initial.socket(SocketType.UDP4)) {
        assertErrno(Errno.ECONNREFUSED, () -> tcp.connect(LOOPBACK));
        udp.bind(LOOPBACK);
        Socket other = initial.socket(SocketType.UDP4);
        assertErrno(Errno.ENETUNREACH, () -> other.connect(Endpoint.parse("192.0.2.1:1")));
        udp.timeout(Duration.ofMillis(1));
        assertErrno(Errno.EAGAIN, () -> udp.receive(new byte[1], 0, 1));
        assertErrno(Errno.EADDRINUSE, () -> initial.socket(SocketType.UDP4).bind(LOOPBACK));
      }
      assertErrno(Errno.ENODEV, () -> initial.capture(CaptureOptions.of("none0")));
      assertErrno(Errno.ENOENT, () -> initial.sysctl().read("net/ipv4/no_such"));
      assertErrno(Errno.EINVAL, () -> initial.sysctl().write("net/ipv4/ip_forward", "x"));
      assertErrno(Errno.EACCES, () -> initial.sysctl().write("kernel/hostname", "x"));
    }
  }

  private static void assertErrno(Errno errno, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(KernelException.class, e -> assertThat(e.errno()).isEqualTo(errno));
  }

  @Test
  void datagramsTellTheirSenderAndTtl() throws Exception {
    try (Kernel kernel = Rights.kernel()) {
      Namespace initial = kernel.initial();
      loopbackUp(initial);
      try (Socket a = initial.socket(SocketType.UDP4);
          Socket b = initial.socket(SocketType.UDP6)) {
        a.bind(LOOPBACK);
        a.option(SocketOption.TTL, 9);
        b.bind(Endpoint.parse("[::1]:7000"));
        a.sendTo(new byte[] {1, 2, 3}, 0, 3, LOOPBACK);
        assertThat(a.receiveFrom(new byte[10], 0, 10))
            .isEqualTo(new Socket.Datagram(3, LOOPBACK, 9, 0));
        b.sendTo(new byte[0], 0, 0, Endpoint.parse("[::1]:7000"));
        assertThat(b.receiveFrom(new byte[10], 0, 10).ttl()).isEqualTo(64);
        List<SocketMessage> udp = initial.socketDiagnosis().dump(new GetSockets(4, 17));
        assertThat(udp).hasSize(1);
        assertThat(((SocketEntry) udp.getFirst()).local()).isEqualTo(LOOPBACK);
      }
    }
  }

  @Test
  void rawSocketsGetEchoReplies() throws Exception {
    try (Kernel kernel = Rights.kernel()) {
      loopbackUp(kernel.initial());
      try (Socket icmp = kernel.initial().socket(SocketType.ICMP4)) {
        byte[] echo = {8, 0, (byte) 0xf7, (byte) 0xff, 0, 0, 0, 0};
        icmp.sendTo(echo, 0, echo.length, Endpoint.parse("127.0.0.1:0"));
        byte[] buffer = new byte[100];
        int length;
        do {
          length = icmp.receiveFrom(buffer, 0, 100).length();
        } while (buffer[20] != 0);
        assertThat(length).isEqualTo(28);
      }
    }
  }

  @Test
  void anyCapturesLoopbackOnceWithACookedHeader() throws Exception {
    try (Kernel kernel = Rights.kernel()) {
      Namespace initial = kernel.initial();
      loopbackUp(initial);
      try (Capture capture = initial.capture(CaptureOptions.of("any"));
          Socket a = initial.socket(SocketType.UDP4)) {
        a.sendTo(new byte[] {1, 2, 3}, 0, 3, LOOPBACK);
        Capture.Frame frame = capture.next();
        assertThat(capture.linkType()).isEqualTo(276);
        assertThat(frame.bytes().slice(0, 12).toHex()).isEqualTo("080000000000000103040006");
        assertThat(frame.length()).isEqualTo(20 + 28 + 3);
        assertThat(capture.next().bytes().at(20 + 9)).isEqualTo(1); // the port is unreachable
        assertThat(capture.poll()).isEmpty();
        assertThat(capture.statistics().dropped()).isZero();
      }
    }
  }

  @Test
  void aCaptureKeepsWhatTheFilterTakesUpToTheSnaplen() throws Exception {
    BpfProgram longFrames =
        new BpfProgram(
            List.of(
                new BpfInstruction(0x80, 0, 0, 0), // ld len
                new BpfInstruction(0x35, 0, 1, 100), // jge 100
                new BpfInstruction(0x06, 0, 0, 262144), // ret whole
                new BpfInstruction(0x06, 0, 0, 0))); // ret none
    try (Kernel kernel = Rights.kernel()) {
      loopbackUp(kernel.initial());
      try (Capture capture =
              kernel.initial().capture(new CaptureOptions("lo", longFrames, 50, true));
          Socket udp = kernel.initial().socket(SocketType.UDP4)) {
        udp.bind(LOOPBACK);
        udp.sendTo(new byte[1], 0, 1, LOOPBACK);
        udp.sendTo(new byte[1000], 0, 1000, LOOPBACK);
        Capture.Frame frame = capture.next();
        assertThat(frame.length()).isEqualTo(14 + 28 + 1000);
        assertThat(frame.bytes().length()).isEqualTo(50);
        assertThat(frame.outgoing()).isFalse();
        assertThat(capture.poll()).isEmpty();
      }
    }
  }

  @Test
  void refusalsTellWhichMessageAndWhy() throws Exception {
    try (Kernel kernel = Rights.kernel()) {
      Namespace initial = kernel.initial();
      NewTable table = new NewTable(Family.IP, "t", 0, 0, 0, Bytes.EMPTY, Set.of(NewFlag.CREATE));
      DelTable none = new DelTable(Family.IP, "none", 0, false);
      assertThatThrownBy(() -> initial.nfTables().commit(List.of(table, none, table, none)))
          .isInstanceOfSatisfying(
              NetlinkException.class,
              e -> {
                assertThat(e.errno()).isEqualTo(Errno.ENOENT);
                assertThat(e.refusals().stream().map(NetlinkException.Refusal::index))
                    .containsExactly(1, 3);
              });
      assertThat(initial.nfTables().dump(new GetTables(Family.UNSPEC))).isEmpty();
      assertThatThrownBy(() -> initial.route().request(new DelLink(0, "none0")))
          .isInstanceOfSatisfying(
              NetlinkException.class, e -> assertThat(e.errno()).isEqualTo(Errno.ENODEV));
      assertThatThrownBy(
              () -> initial.route().request(NewAddress.of(99, Prefix.parse("192.0.2.1/24"))))
          .isInstanceOf(NetlinkException.class);
    }
  }

  @Test
  void vethsKnowWhereTheirPeerIs() throws Exception {
    try (Kernel kernel = Rights.kernel()) {
      Namespace one = kernel.createNamespace("one");
      kernel.initial().route().request(NewLink.veth("a0", "b0", one));
      NewLink a = link(kernel.initial(), "a0");
      NewLink b = link(one, "b0");
      assertThat(a.info()).isEqualTo(new LinkInfo.Veth(null));
      assertThat(a.peer()).isEqualTo(b.index());
      assertThat(a.namespace()).isSameAs(one);
      assertThat(b.namespace()).isSameAs(kernel.initial());
      assertThat(a.statistics()).isNotNull();
    }
  }

  private static NewLink link(Namespace namespace, String name) throws NetlinkException {
    return namespace.route().dump(new GetLinks()).stream()
        .map(NewLink.class::cast)
        .filter(link -> name.equals(link.name()))
        .findAny()
        .orElseThrow();
  }

  @Test
  void programsRunInsideWithStreamsAndSignals() throws Exception {
    try (Kernel kernel = Rights.kernel()) {
      Namespace one = kernel.createNamespace("one");
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      Pipe pipe = kernel.pipe();
      StandardStreams streams = new StandardStreams(pipe.source(), out, out);
      Process cat = kernel.exec(one, List.of("cat", "/proc/self/net/dev", "-"), streams);
      pipe.sink().write("typed\n".getBytes(StandardCharsets.UTF_8));
      pipe.sink().close();
      assertThat(cat.await()).isZero();
      assertThat(out.toString(StandardCharsets.UTF_8)).contains("lo:").contains("typed");

      ByteArrayOutputStream listed = new ByteArrayOutputStream();
      Process ls =
          kernel.exec(one, List.of("ls", "/sys/class/net"), StandardStreams.none().withOut(listed));
      assertThat(ls.await()).isZero();
      assertThat(listed.toString(StandardCharsets.UTF_8)).contains("lo").doesNotContain("eth0");

      Process sleep = kernel.exec(one, List.of("sleep", "3600"), StandardStreams.none());
      sleep.interrupt();
      assertThat(sleep.await()).isIn(130, 143); // SIGTERM where this JVM ignores SIGINT
      Process killed = kernel.exec(one, List.of("sleep", "3600"), StandardStreams.none());
      killed.kill();
      assertThat(killed.await()).isEqualTo(137);
      assertErrno(
          Errno.ENOENT, () -> kernel.exec(one, List.of("no-such-program"), StandardStreams.none()));
    }
  }

  @Test
  void publishedNamespacesArePinnedAndUnpinned() throws Exception {
    String name = "dejima-test-" + ProcessHandle.current().pid();
    Path file = Path.of("/run/netns", name);
    try (Kernel kernel = Rights.kernel(new KernelOptions(1, true, false))) {
      kernel.createNamespace(name);
      assertThat(file).exists();
      try (Kernel other = Rights.kernel(new KernelOptions(1, true, false))) {
        assertThatThrownBy(() -> other.createNamespace(name))
            .hasMessage("Cannot create namespace file \"" + file + "\": File exists");
      }
      assertThat(file).exists();
      assertThat(LinuxClean.run()).doesNotContain(file.toString());
      assertThat(Files.readString(Path.of("/proc/mounts"))).contains(file.toString());
    }
    assertThat(file).doesNotExist();
    assertThat(Files.readString(Path.of("/proc/mounts"))).doesNotContain(file.toString());
  }

  @Test
  void cleanTakesAwayWhatAKilledPublisherLeft() throws Exception {
    String name = "dejima-left-" + ProcessHandle.current().pid();
    Path file = Path.of("/run/netns", name);
    Path register = Path.of("/run/dejima", new Owner(Long.MAX_VALUE, 1) + "-" + name);
    try (Kernel kernel = Rights.kernel(new KernelOptions(1, true, false))) {
      kernel.createNamespace(name);
      long pinned = Published.inode(file.toString());
      Files.writeString(register, new Pin(name, 0, pinned + 1) + "\n");
      assertThat(LinuxClean.run()).isEmpty(); // not the one that the register means
      assertThat(file).exists();
      Libc.umount2(file.toString(), Libc.MNT_DETACH);
      Files.writeString(register, new Pin(name, Published.inode(file.toString()), 0) + "\n");
      assertThat(LinuxClean.run()).containsExactly(file.toString());
      assertThat(file).doesNotExist();
      assertThat(register).doesNotExist();
    }
  }

  @Test
  void sysctlsAreListedForTheNamespace() throws Exception {
    try (Kernel kernel = Rights.kernel()) {
      assertThat(kernel.initial().sysctl().list("net/ipv4/conf/lo"))
          .contains("net/ipv4/conf/lo/forwarding")
          .isSorted();
      assertErrno(Errno.ENOENT, () -> kernel.initial().sysctl().list("net/none"));
    }
  }
}
