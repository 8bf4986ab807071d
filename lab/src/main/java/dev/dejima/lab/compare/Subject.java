package dev.dejima.lab.compare;

import dev.dejima.kernel.Kernel;
import dev.dejima.kernel.KernelException;
import dev.dejima.lab.LabException;

/** What can run on a kernel, to be compared with itself on another. */
public sealed interface Subject permits ScriptSubject, LabSubject {
  /** What people call it. */
  String name();

  /** The words that numbers in it are compared with: what it names itself was not drawn. */
  String text();

  /**
   * Runs it on a kernel on which nothing else ran, and looks on.
   *
   * @throws LabException if its network cannot be started
   * @throws KernelException if the kernel does not let it look on
   */
  Observation run(Kernel kernel) throws KernelException, LabException, InterruptedException;
}
