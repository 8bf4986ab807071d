package dev.dejima.linux;

import dev.dejima.kernel.Errno;
import dev.dejima.kernel.Kernel;
import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.KernelOptions;
import dev.dejima.kernel.KernelProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Opens the real kernel. */
public final class LinuxKernelProvider implements KernelProvider {
  static final String NAME = "linux";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Optional<String> unavailable() {
    if (!System.getProperty("os.name", "").equals("Linux")) {
      return Optional.of("it needs Linux");
    }
    String architecture = System.getProperty("os.arch", "");
    if (!Set.of("amd64", "aarch64").contains(architecture)) {
      return Optional.of("its system calls are not known on " + architecture);
    }
    if (!Rootless.capable()) {
      return Optional.of("it needs root, or user namespaces");
    }
    return Optional.empty();
  }

  @Override
  public Optional<String> release() {
    try {
      return Optional.of(Files.readString(Path.of("/proc/sys/kernel/osrelease")).strip());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** What this Linux was built with shows only when it is asked for it. */
  @Override
  public List<Feature> features() {
    return List.of();
  }

  @Override
  public Kernel open(KernelOptions options) throws KernelException {
    Optional<String> reason = unavailable();
    if (reason.isPresent()) {
      throw new KernelException(Errno.EPERM, reason.get());
    }
    return new LinuxKernel(options);
  }
}
