package dev.dejima.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dejima.cli.Tools;
import dev.dejima.lab.compare.ScriptSubject;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code nfnl_osf}, on the Java kernel: Linux has one list for the whole machine. */
class OsfToolTest {
  @TempDir private Path directory;

  @Test
  void fingerprintsOfAFileAreLoadedAndRemoved() throws Exception {
    Path file = directory.resolve("pf.os");
    Files.writeString(
        file,
        """
        # comment

        S44:64:1:60:M*,S,T,N,W7:\t\t@Dejima:1:test:Dejima 1
        S4:64:1:60:M*,S,T,N,W0:Other:2::Other 2
        """
            .translateEscapes());
    String script =
        """
        ip netns add one
        ip netns add two
        ip link add a type veth peer name b
        ip link set a netns one
        ip link set b netns two
        ip -n one link set a up
        ip -n two link set b up
        ip -n one address add 192.0.2.1/24 dev a
        ip -n two address add 192.0.2.2/24 dev b
        ip netns exec two nft add table ip t
        ip netns exec two nft add chain ip t i { type filter hook input priority 0\\; }
        ip netns exec two nft add rule ip t i osf name '"Dejima"' counter
        ip netns exec two nft add rule ip t i osf version '"Dejima:1"' counter
        ip netns exec two nft add rule ip t i osf name '"unknown"' counter
        ip netns exec two nfnl_osf -f FILE
        ip netns exec one nc -zn -w 1 192.0.2.2 80
        ip netns exec two nfnl_osf -f FILE -d
        ip netns exec one nc -zn -w 1 192.0.2.2 80
        ip netns exec two nfnl_osf -f FILE -d
        ip netns exec two nfnl_osf -f FILE.none
        ip netns exec two nfnl_osf
        ip netns exec two nft list ruleset
        """
            .replace("FILE", file.toString());
    String text =
        Scenarios.run(ScriptSubject.of("osf", script, Path.of("."), Tools::all), "netstack", 1)
            .text();
    assertThat(text)
        .contains("osf name \"Dejima\" counter packets 1 bytes 60")
        .contains("osf version \"Dejima:1\" counter packets 1 bytes 60")
        .contains("osf name \"unknown\" counter packets 1 bytes 60")
        .contains(file + ":3: No such file or directory")
        .contains(file + ".none: No such file or directory")
        .contains("Usage: nfnl_osf");
  }
}
