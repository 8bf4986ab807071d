package dev.dejima.netstack.netfilter;

import dev.dejima.kernel.Errno;
import dev.dejima.kernel.Netlink;
import dev.dejima.kernel.NetlinkException;
import dev.dejima.kernel.conntrack.ConntrackMessage;
import dev.dejima.kernel.conntrack.DelConntrack;
import dev.dejima.kernel.conntrack.GetConntracks;
import dev.dejima.kernel.conntrack.NewConntrack;
import dev.dejima.netstack.netfilter.conntrack.Conntrack;
import dev.dejima.netstack.netfilter.conntrack.Flow;
import dev.dejima.netstack.netfilter.conntrack.FlowEvents;
import dev.dejima.netstack.netfilter.conntrack.FlowMessages;
import dev.dejima.netstack.sched.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** ctnetlink: lists, forgets and tells of flows. */
final class ConntrackControl implements Netlink<ConntrackMessage>, FlowEvents {
  private record Listener(Set<Group> groups, EventQueue<ConntrackMessage> queue) {}

  private final EventLoop loop;
  private final Conntrack conntrack;
  private final List<Listener> listeners = new ArrayList<>();

  ConntrackControl(EventLoop loop, Conntrack conntrack) {
    this.loop = loop;
    this.conntrack = conntrack;
  }

  @Override
  public void request(ConntrackMessage message) throws NetlinkException {
    switch (message) {
      case DelConntrack delete when delete.original() == null -> conntrack.killIf(flow -> true);
      case DelConntrack delete -> {
        Flow flow = FlowMessages.find(conntrack, delete);
        if (flow == null) {
          throw new NetlinkException(Errno.ENOENT);
        }
        conntrack.kill(flow);
      }
      case NewConntrack _ -> throw new NetlinkException(Errno.EOPNOTSUPP);
      case GetConntracks _ -> throw new NetlinkException(Errno.EINVAL);
    }
  }

  @Override
  public List<ConntrackMessage> dump(ConntrackMessage message) throws NetlinkException {
    if (!(message instanceof GetConntracks get)) {
      throw new NetlinkException(Errno.EINVAL);
    }
    List<ConntrackMessage> answer = new ArrayList<>();
    for (Flow flow : conntrack.flows()) {
      if (get.version() == 0 || get.version() == flow.original.version) {
        answer.add(FlowMessages.of(conntrack, flow));
      }
    }
    return answer;
  }

  @Override
  public Subscription<ConntrackMessage> subscribe(Set<Group> groups) throws NetlinkException {
    for (Group group : groups) {
      switch (group) {
        case CONNTRACK_NEW, CONNTRACK_UPDATE, CONNTRACK_DESTROY -> {}
        default -> throw new NetlinkException(Errno.EINVAL);
      }
    }
    EventQueue<ConntrackMessage> queue =
        new EventQueue<>(loop, "connection tracking events", this::forget);
    listeners.add(new Listener(Set.copyOf(groups), queue));
    return queue;
  }

  private void forget(EventQueue<ConntrackMessage> queue) {
    listeners.removeIf(listener -> listener.queue == queue);
  }

  @Override
  public void happened(Kind kind, Flow flow) {
    if (listeners.isEmpty()) {
      return;
    }
    Group group =
        switch (kind) {
          case NEW -> Group.CONNTRACK_NEW;
          case UPDATE -> Group.CONNTRACK_UPDATE;
          case DESTROY -> Group.CONNTRACK_DESTROY;
        };
    ConntrackMessage message =
        kind == Kind.DESTROY ? FlowMessages.gone(flow) : FlowMessages.event(conntrack, flow);
    for (Listener listener : listeners) {
      if (listener.groups.contains(group)) {
        listener.queue.add(message);
      }
    }
  }
}
