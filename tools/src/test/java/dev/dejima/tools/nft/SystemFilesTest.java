package dev.dejima.tools.nft;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dejima.nft.syntax.DataType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SystemFilesTest {
  @TempDir Path root;

  private void write(String file, String text) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  @Test
  void accountsAreFoundByTheirNames() throws IOException {
    write("etc/passwd", "root:x:0:0::/root:/bin/sh\nweb:x:33:33::/:/bin/false\nbroken\n");
    write("etc/group", "staff:x:4294967295:\n");
    SystemFiles files = new SystemFiles(root);
    assertThat(files.users()).containsExactlyInAnyOrderEntriesOf(Map.of("root", 0, "web", 33));
    assertThat(files.groups()).containsEntry("staff", -1);
  }

  @Test
  void tablesHoldDecimalAndHexadecimalNumbers() throws IOException {
    write("etc/iproute2/rt_marks", "# comment\n 0x10 voip # telephones\n\n32\tbulk\nwrong\n1 no\n");
    write("usr/share/iproute2/group", "0\tdefault\n");
    write("etc/connlabel.conf", "3 eth0-in\n");
    Map<DataType, Map<String, Long>> symbols = new SystemFiles(root).symbols();
    assertThat(symbols.get(DataType.MARK)).isEqualTo(Map.of("voip", 16L, "bulk", 32L));
    assertThat(symbols.get(DataType.DEVGROUP)).isEqualTo(Map.of("default", 0L));
    assertThat(symbols.get(DataType.CT_LABEL)).isEqualTo(Map.of("eth0-in", 3L));
    assertThat(symbols.get(DataType.REALM)).isEmpty();
  }

  @Test
  void hostsAreFoundByTheirAddresses() throws IOException {
    write(
        "etc/hosts",
        "# none\n127.0.0.1 localhost home # here\n127.0.0.1 other\n::1\tip6-lo\nx y\n");
    assertThat(new SystemFiles(root).hosts())
        .isEqualTo(Map.of("127.0.0.1", "localhost", "::1", "ip6-lo"));
  }

  @Test
  void zonesMayBeHoursWestOfGreenwich() {
    assertThat(SystemFiles.zone("UTC-2")).isEqualTo(ZoneOffset.ofHours(2));
    assertThat(SystemFiles.zone("EST5")).isEqualTo(ZoneOffset.ofHours(-5));
    assertThat(SystemFiles.zone("<+0530>-5:30")).isEqualTo(ZoneOffset.ofHoursMinutes(5, 30));
  }
}
