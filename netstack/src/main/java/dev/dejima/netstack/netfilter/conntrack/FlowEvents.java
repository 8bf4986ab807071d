package dev.dejima.netstack.netfilter.conntrack;

/** Told of flows as they come, change and go. */
public interface FlowEvents {
  /** What happened ({@code enum ip_conntrack_events}, as the three groups of ctnetlink). */
  enum Kind {
    NEW,
    UPDATE,
    DESTROY
  }

  /** Something happened to a flow; it is as it is now. */
  void happened(Kind kind, Flow flow);
}
