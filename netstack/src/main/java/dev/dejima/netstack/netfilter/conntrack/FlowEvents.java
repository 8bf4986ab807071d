package dev.dejima.netstack.netfilter.conntrack;

/** Told of flows and expectations as they come, change and go. */
public interface FlowEvents {
  /** What happened ({@code enum ip_conntrack_events}), as bits. */
  int NEW = 1;

  int RELATED = 1 << 1;
  int DESTROY = 1 << 2;
  int REPLY = 1 << 3;
  int ASSURED = 1 << 4;
  int PROTOCOL = 1 << 5;
  int HELPER = 1 << 6;
  int MARK = 1 << 7;
  int SEQUENCE = 1 << 8;
  int SECMARK = 1 << 9;
  int LABEL = 1 << 10;
  int SYNPROXY = 1 << 11;

  /** Things happened to a flow; it is as it is now. */
  void happened(int events, Flow flow);

  /** An expectation was made. */
  void expected(Expectation expectation);

  /** An expectation is gone. */
  void expectedNoMore(Expectation expectation);
}
