package dev.dejima.lab.explain;

import dev.dejima.kernel.KernelException;
import java.util.List;
import java.util.Optional;

/** A kind of fault that a network can have. */
sealed interface Diagnosis
    permits ForwardingOff,
        ReversePath,
        RoutingLoop,
        TooBig,
        TableFull,
        PortsExhausted,
        DeviceDown,
        NoNeighbour,
        NoRoute,
        AroundTranslation,
        NotTracked,
        NotInSet,
        LimitExceeded,
        WrongState,
        NeverReached,
        TranslationMissed,
        Filtered,
        NobodyListens,
        Passed {
  /**
   * All of them, in the order in which they are asked. Those that the kernel has named are first;
   * of those about rules, the ones that say more than that a packet was dropped or refused.
   */
  List<Diagnosis> ALL =
      List.of(
          new ForwardingOff(),
          new ReversePath(),
          new RoutingLoop(),
          new TooBig(),
          new TableFull(),
          new PortsExhausted(),
          new DeviceDown(),
          new NoNeighbour(),
          new AroundTranslation(),
          new NotTracked(),
          new NotInSet(),
          new LimitExceeded(),
          new WrongState(),
          new TranslationMissed(),
          new NoRoute(),
          new NeverReached(),
          new Filtered(),
          new NobodyListens(),
          new Passed());

  /**
   * The explanation if this is the fault.
   *
   * @throws KernelException if the kernel does not tell what it is asked
   */
  Optional<Explanation> of(Case failed) throws KernelException;
}
