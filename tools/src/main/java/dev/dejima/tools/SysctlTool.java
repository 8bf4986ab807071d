package dev.dejima.tools;

import dev.dejima.kernel.Errno;
import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.Sysctl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code sysctl} of procps: reads and writes kernel variables. */
public final class SysctlTool implements Tool {
  private static final String HELP =
      """

      Usage:
       sysctl [options] [variable[=value] ...]

      Options: -a (all), -e (ignore unknown), -n (values only), -N (names only),
       -q (quiet), -w (write), -p [FILE] (load)""";

  @Override
  public String name() {
    return "sysctl";
  }

  @Override
  public int run(Invocation call) throws IOException {
    return new Run(call).run();
  }

  private static final class Run {
    private final Invocation call;
    private final Sysctl sysctl;
    private boolean all;
    private boolean ignoreUnknown;
    private boolean valuesOnly;
    private boolean namesOnly;
    private boolean quiet;
    private boolean load;
    private boolean failed;

    Run(Invocation call) {
      this.call = call;
      this.sysctl = call.namespace().sysctl();
    }

    int run() throws IOException {
      List<String> operands =
          new Options("sysctl", 1)
              .flag('a', () -> all = true)
              .flag('e', () -> ignoreUnknown = true)
              .flag('n', () -> valuesOnly = true)
              .flag('N', () -> namesOnly = true)
              .flag('q', () -> quiet = true)
              .flag('w', () -> {})
              .flag('p', () -> load = true)
              .parse(call.arguments());
      if (all) {
        show("net");
      } else if (load) {
        for (String file : operands.isEmpty() ? List.of("/etc/sysctl.conf") : operands) {
          load(file);
        }
      } else if (operands.isEmpty()) {
        call.complain(HELP);
        return 1;
      } else {
        operands.forEach(this::operand);
      }
      return failed ? 1 : 0;
    }

    private void load(String file) throws IOException {
      List<String> settings = new ArrayList<>();
      for (String line : Files.readAllLines(Path.of(file))) {
        String text = line.strip();
        if (!text.isEmpty() && text.charAt(0) != '#' && text.charAt(0) != ';') {
          settings.add(text);
        }
      }
      settings.forEach(this::operand);
    }

    private void operand(String operand) {
      int equals = operand.indexOf('=');
      if (equals < 0) {
        show(Sysctl.path(operand));
      } else {
        set(operand.substring(0, equals).strip(), operand.substring(equals + 1).strip());
      }
    }

    private void set(String key, String value) {
      try {
        sysctl.write(Sysctl.path(key), value);
        if (!quiet) {
          print(Sysctl.path(key), value);
        }
      } catch (KernelException e) {
        refuse(
            e,
            e.errno() == Errno.ENOENT
                ? cannotStat(Sysctl.path(key), e)
                : "setting key \"" + Sysctl.name(Sysctl.path(key)) + "\": " + e.getMessage());
      }
    }

    private void show(String path) {
      try {
        for (String variable : sysctl.list(path)) {
          print(variable, sysctl.read(variable));
        }
      } catch (KernelException e) {
        refuse(e, cannotStat(path, e));
      }
    }

    private static String cannotStat(String path, KernelException e) {
      return "cannot stat /proc/sys/" + path + ": " + e.getMessage();
    }

    private void refuse(KernelException e, String message) {
      if (e.errno() == Errno.ENOENT && ignoreUnknown) {
        return;
      }
      call.complain("sysctl: " + message);
      failed = true;
    }

    private void print(String path, String value) {
      for (String line : value.split("\n", -1)) {
        if (namesOnly) {
          call.print(Sysctl.name(path));
        } else {
          call.print(valuesOnly ? line : Sysctl.name(path) + " = " + line);
        }
      }
    }
  }
}
