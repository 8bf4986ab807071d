package dev.dejima.tools.osf;

import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.netfilter.OsfFingerprint;
import dev.dejima.tools.Invocation;
import dev.dejima.tools.Options;
import dev.dejima.tools.Tool;
import dev.dejima.tools.UsageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * {@code nfnl_osf -f FILE [-d]}: loads the fingerprints of a file into the kernel, or removes them.
 */
public final class OsfTool implements Tool {
  private static final String USAGE = "Usage: nfnl_osf -f <fingerprints file> [-d]";

  private String file = "";
  private boolean removes;

  @Override
  public String name() {
    return "nfnl_osf";
  }

  @Override
  public int run(Invocation call) throws IOException {
    OsfTool asked = new OsfTool();
    List<String> rest =
        new Options("nfnl_osf", 1)
            .value('f', value -> asked.file = value)
            .flag('d', () -> asked.removes = true)
            .parse(call.arguments());
    if (asked.file.isEmpty() || !rest.isEmpty()) {
      throw new UsageException(1, USAGE);
    }
    try {
      return asked.load(call, Files.readAllLines(Path.of(asked.file), StandardCharsets.UTF_8));
    } catch (NoSuchFileException e) {
      call.complain("nfnl_osf: " + asked.file + ": No such file or directory");
      return 1;
    }
  }

  private int load(Invocation call, List<String> lines) {
    int status = 0;
    int number = 0;
    for (String line : lines) {
      number++;
      if (!line.isBlank() && !line.startsWith("#") && !load(call, line, number)) {
        status = 1;
      }
    }
    return status;
  }

  private boolean load(Invocation call, String line, int number) {
    OsfFingerprint fingerprint = FingerprintLine.parse(line);
    String place = "nfnl_osf: " + file + ":" + number + ": ";
    if (fingerprint == null) {
      call.complain(
          place + "not nine fields: window:ttl:df:length:options:genre:version:subtype:details");
      return false;
    }
    try {
      if (removes) {
        call.namespace().removeFingerprint(fingerprint);
      } else {
        call.namespace().addFingerprint(fingerprint);
      }
      return true;
    } catch (KernelException e) {
      call.complain(place + e.getMessage());
      return false;
    }
  }
}
