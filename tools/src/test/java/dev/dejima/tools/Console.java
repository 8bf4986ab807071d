package dev.dejima.tools;

import dev.dejima.kernel.Kernel;
import dev.dejima.kernel.KernelOptions;
import dev.dejima.kernel.StandardStreams;
import dev.dejima.netstack.NetstackProvider;
import dev.dejima.tools.conntrack.ConntrackTool;
import dev.dejima.tools.filter.Filters;
import dev.dejima.tools.ip.IpTool;
import dev.dejima.tools.nc.NcTool;
import dev.dejima.tools.nft.NftTool;
import dev.dejima.tools.ping.PingTool;
import dev.dejima.tools.shell.Builtins;
import dev.dejima.tools.shell.Script;
import dev.dejima.tools.shell.Shell;
import dev.dejima.tools.shell.ShellSyntaxException;
import dev.dejima.tools.tcpdump.TcpdumpTool;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A shell on a fresh Java kernel; what its commands print, on both streams, is kept. */
public final class Console implements AutoCloseable {
  private final Kernel kernel = new NetstackProvider().open(KernelOptions.DEFAULT);
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final Shell shell;
  private int status;

  public Console(Path directory) {
    List<Tool> tools = new ArrayList<>(Builtins.all());
    tools.addAll(Filters.all());
    tools.addAll(List.of(new IpTool(), new NftTool(), new NcTool(), new PingTool()));
    tools.addAll(List.of(new TcpdumpTool(), new SysctlTool(), new ConntrackTool(), new SsTool()));
    StandardStreams streams = new StandardStreams(InputStream.nullInputStream(), written, written);
    shell = new Shell(kernel, new Toolbox(tools), streams, directory);
  }

  /** A console without files. */
  public Console() {
    this(Path.of(""));
  }

  /** Runs lines and returns what was printed since the last call. */
  public String run(String lines) {
    try {
      status = shell.run(Script.parse(lines, 1));
    } catch (ShellSyntaxException e) {
      throw new AssertionError(e.line() + ":" + e.column() + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return printed();
  }

  /** Ends what runs in the background, and returns what was printed since the last call. */
  public String end() {
    try {
      shell.close();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return printed();
  }

  private String printed() {
    String text = written.toString(StandardCharsets.UTF_8);
    written.reset();
    return text;
  }

  /** The exit status of the last command. */
  public int status() {
    return status;
  }

  /** Two namespaces, a and b, 10.0.0.1 and 10.0.0.2, and a wire between them. */
  public Console wired() {
    run(
        """
        ip netns add a
        ip netns add b
        ip link add va address 02:00:00:00:00:0a netns a type veth peer name vb address 02:00:00:00:00:0b netns b
        ip -n a link set lo up
        ip -n b link set lo up
        ip -n a link set va up
        ip -n b link set vb up
        ip -n a addr add 10.0.0.1/24 dev va
        ip -n b addr add 10.0.0.2/24 dev vb
        """);
    return this;
  }

  @Override
  public void close() {
    end();
    kernel.close();
  }
}
