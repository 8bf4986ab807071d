package dev.dejima.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dejima.kernel.Kernel;
import dev.dejima.kernel.KernelOptions;
import dev.dejima.kernel.StandardStreams;
import dev.dejima.netstack.NetstackProvider;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.ExternalTerminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Somebody types at the prompt: what is shown is awaited, then the next is typed. */
@Timeout(60)
final class TypedShellTest {
  private static final char CTRL_C = 3;
  private static final char CTRL_D = 4;

  /** A terminal with somebody before it. */
  private static final class Typist implements AutoCloseable {
    private final Screen screen = new Screen();
    private final PipedOutputStream keys = new PipedOutputStream();
    private final Kernel kernel = new NetstackProvider().open(new KernelOptions(1, false, true));
    private final Terminal terminal;
    private final CompletableFuture<Integer> status = new CompletableFuture<>();

    Typist() throws IOException {
      this("dumb");
    }

    Typist(String type) throws IOException {
      PipedInputStream in = new PipedInputStream(keys);
      terminal = new ExternalTerminal("test", type, in, screen, StandardCharsets.UTF_8);
      StandardStreams streams = new StandardStreams(InputStream.nullInputStream(), screen, screen);
      TypedShell shell =
          new TypedShell(kernel, terminal, streams, null, new Recorded(new KernelChoice(), null));
      Thread.ofPlatform()
          .start(
              () -> {
                try {
                  status.complete(shell.run());
                } catch (InterruptedException | RuntimeException e) {
                  status.completeExceptionally(e);
                }
              });
    }

    /** Waits for something on the screen below what was awaited before. */
    Typist sees(String text) throws InterruptedException {
      screen.await(text);
      return this;
    }

    Typist types(String text) throws IOException {
      keys.write(text.getBytes(StandardCharsets.UTF_8));
      keys.flush();
      return this;
    }

    Typist presses(char key) throws IOException {
      return types(String.valueOf(key));
    }

    int end() {
      return status.orTimeout(15, TimeUnit.SECONDS).join();
    }

    @Override
    public void close() throws IOException {
      keys.close();
      terminal.close();
      kernel.close();
    }
  }

  /** What has been shown. */
  private static final class Screen extends OutputStream {
    private final StringBuilder shown = new StringBuilder();
    private int seen;

    @Override
    public synchronized void write(int octet) {
      shown.append((char) (octet & 0xff));
      notifyAll();
    }

    synchronized void await(String text) throws InterruptedException {
      long end = System.nanoTime() + Duration.ofSeconds(15).toNanos();
      int at = shown.indexOf(text, seen);
      while (at < 0) {
        assertThat(System.nanoTime()).as("%s is not shown: %s", text, shown).isLessThan(end);
        wait(1000);
        at = shown.indexOf(text, seen);
      }
      seen = at + text.length();
    }
  }

  @Test
  void promptsInsideNamespaces() throws Exception {
    try (Typist typist = new Typist()) {
      typist.sees("netstack# ").types("ip netns add lan\n");
      typist.sees("netstack# ").types("ip netns exec lan\n");
      typist.sees("lan# ").types("ip link set lo up; ip -br link | grep -c UP\n");
      typist.sees("\n1").sees("lan# ").types("bash\n").sees("lan# ").types("exit 4\n");
      typist.sees("lan# ").types("echo status $?\n").sees("status 4").sees("lan# ");
      typist.presses(CTRL_D).sees("netstack# ").types("exit 7\n");
      assertThat(typist.end()).isEqualTo(7);
    }
  }

  @Test
  void linesGoOnUntilTheyAreWhole() throws Exception {
    try (Typist typist = new Typist()) {
      typist.sees("netstack# ").types("for i in 1 2; do\n").sees("> ").types("echo got$i\n");
      typist.sees("> ").types("done\n").sees("\ngot1").sees("\ngot2");
      typist.sees("netstack# ").types("echo )\n").sees("Error: unexpected ')'");
      typist.sees("netstack# ").presses(CTRL_D);
      assertThat(typist.end()).isEqualTo(2);
    }
  }

  @Test
  void interruptEndsTheLineAndNotTheShell() throws Exception {
    try (Typist typist = new Typist()) {
      typist.sees("netstack# ").types("ip netns add lan; ip netns exec lan\n");
      typist.sees("lan# ").types("echo started; while true; do sleep 1000; done\n");
      typist.sees("started\n").presses(CTRL_C);
      typist.sees("lan# ").types("echo $?\n").sees("130");
      typist.sees("lan# ").types("x=5\n").sees("lan# ").types("echo x$x\n").sees("\nx5");
      typist.sees("lan# ").presses(CTRL_D).sees("netstack# ").presses(CTRL_D);
      assertThat(typist.end()).isZero();
    }
  }

  @Test
  void jobs() throws Exception {
    try (Typist typist = new Typist()) {
      typist.sees("netstack# ").types("sleep 1000 &\n");
      typist.sees("netstack# ").types("jobs\n").sees("[1]+  Running  sleep 1000 &");
      typist.sees("netstack# ").types("kill %1; wait $!; echo ended $?\n").sees("ended 143");
      typist.sees("netstack# ").types("exit\n");
      assertThat(typist.end()).isZero();
    }
  }

  @Test
  void completesWhatThereIs() throws Exception {
    try (Typist typist = new Typist("ansi")) {
      typist.sees("netstack# ").types("ip netns add lonely\n");
      typist.sees("netstack# ").types("ip netns exec lon\t\n");
      typist.sees("lonely# ").types("ip link add veth77 type veth peer name peer77\n");
      typist.sees("lonely# ").types("ip link show veth7\t\n").sees("veth77@peer77");
      typist.sees("lonely# ").types("nft add table inet firewall\n");
      typist.sees("lonely# ").types("nft list table inet fire\t\n").sees("table inet firewall {");
      typist.sees("lonely# ").types("sysctl net.ipv4.ip_forw\t\n").sees("net.ipv4.ip_forward = 0");
      typist.sees("lonely# ").types("exit\n").sees("netstack# ").types("exit\n");
      assertThat(typist.end()).isZero();
    }
  }

  @Test
  void recordsWhatIsTyped(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("kept.yaml");
    try (Typist typist = new Typist()) {
      typist.sees("netstack# ").types("record stop\n").sees("nothing is being kept");
      typist.sees("netstack# ").types("record " + file + "\n").sees("what is typed is kept");
      typist.sees("netstack# ").types("ip link set lo up\n");
      typist.sees("netstack# ").types("nc -z 127.0.0.1 80\n");
      typist.sees("netstack# ").types("nc -l 80 &\n");
      typist.sees("netstack# ").types("echo hi | nc -N 127.0.0.1 80\n").sees("hi\n");
      typist.sees("netstack# ").types("record stop\n").sees("has 1 node and 2 tests");
      typist.sees("netstack# ").presses(CTRL_D);
      assertThat(typist.end()).isZero();
    }
    assertThat(file)
        .content()
        .contains("expect: refused")
        .contains("listen: { at: host, tcp: 80 }");
  }

  @Test
  void helps() throws Exception {
    try (Typist typist = new Typist()) {
      typist.sees("netstack# ").types("help\n").sees("namespaces, links").sees("help COMMAND");
      typist.sees("netstack# ").types("help grep\n").sees("ip link | grep -c UP");
      typist.sees("netstack# ").presses(CTRL_D);
      assertThat(typist.end()).isZero();
    }
  }
}
