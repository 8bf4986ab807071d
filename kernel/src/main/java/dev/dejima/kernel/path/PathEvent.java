package dev.dejima.kernel.path;

/** Something that happened to a packet on its way. */
public sealed interface PathEvent
    permits DeviceEvent, RulesetEvent, FlowEvent, RouteEvent, FragmentEvent, EndEvent {
  Moment moment();
}
