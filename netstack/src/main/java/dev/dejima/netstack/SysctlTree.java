package dev.dejima.netstack;

import dev.dejima.kernel.Errno;
import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.Sysctl;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The variables of a namespace, by path. Few runs look at any: they are made for the first look.
 */
final class SysctlTree implements Sysctl {
  private final TreeMap<String, SysctlVariable> variables = new TreeMap<>();

  /** What is to be done before somebody looks. */
  private final Set<Runnable> changes = new LinkedHashSet<>();

  /** Has variables added or removed before somebody looks; once, if asked for again until then. */
  void later(Runnable change) {
    changes.add(change);
  }

  private Map<String, SysctlVariable> variables() {
    List<Runnable> due = List.copyOf(changes);
    changes.clear();
    due.forEach(Runnable::run);
    return variables;
  }

  void add(String path, SysctlVariable variable) {
    variables.put(path, variable);
  }

  /** Removes all below a path. */
  void remove(String path) {
    variables.subMap(path + "/", path + "0").clear();
  }

  private SysctlVariable find(String path) throws KernelException {
    SysctlVariable variable = variables().get(path);
    if (variable == null) {
      boolean directory = !variables.subMap(path + "/", path + "0").isEmpty();
      throw new KernelException(directory ? Errno.EISDIR : Errno.ENOENT);
    }
    return variable;
  }

  @Override
  public String read(String path) throws KernelException {
    return find(path).read();
  }

  @Override
  public void write(String path, String value) throws KernelException {
    find(path).write(value);
  }

  @Override
  public List<String> list(String path) throws KernelException {
    if (path.isEmpty()) {
      return List.copyOf(variables().keySet());
    }
    if (variables().containsKey(path)) {
      return List.of(path);
    }
    List<String> below = List.copyOf(variables.subMap(path + "/", path + "0").keySet());
    if (below.isEmpty()) {
      throw new KernelException(Errno.ENOENT);
    }
    return below;
  }
}
