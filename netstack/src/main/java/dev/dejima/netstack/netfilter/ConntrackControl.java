package dev.dejima.netstack.netfilter;

import dev.dejima.kernel.Errno;
import dev.dejima.kernel.Netlink;
import dev.dejima.kernel.NetlinkException;
import dev.dejima.kernel.conntrack.ConntrackCount;
import dev.dejima.kernel.conntrack.ConntrackMessage;
import dev.dejima.kernel.conntrack.ConntrackStatistics;
import dev.dejima.kernel.conntrack.ConntrackTuple;
import dev.dejima.kernel.conntrack.DelConntrack;
import dev.dejima.kernel.conntrack.DelExpectation;
import dev.dejima.kernel.conntrack.ExpectationStatistics;
import dev.dejima.kernel.conntrack.GetConntracks;
import dev.dejima.kernel.conntrack.GetExpectations;
import dev.dejima.kernel.conntrack.NewConntrack;
import dev.dejima.kernel.conntrack.NewConntrack.Mode;
import dev.dejima.kernel.conntrack.NewExpectation;
import dev.dejima.netstack.netfilter.conntrack.Conntrack;
import dev.dejima.netstack.netfilter.conntrack.Expectation;
import dev.dejima.netstack.netfilter.conntrack.ExpectationMessages;
import dev.dejima.netstack.netfilter.conntrack.Expectations;
import dev.dejima.netstack.netfilter.conntrack.Flow;
import dev.dejima.netstack.netfilter.conntrack.FlowEvents;
import dev.dejima.netstack.netfilter.conntrack.FlowMessages;
import dev.dejima.netstack.netfilter.conntrack.FlowRequests;
import dev.dejima.netstack.netfilter.conntrack.Tuple;
import dev.dejima.netstack.sched.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** ctnetlink: lists, makes, changes, forgets and tells of flows and expectations. */
final class ConntrackControl implements Netlink<ConntrackMessage>, FlowEvents {
  private record Listener(Set<Group> groups, EventQueue<ConntrackMessage> queue) {}

  private final EventLoop loop;
  private final Conntrack conntrack;
  private final FlowMessages messages;
  private final FlowRequests requests;
  private final List<Listener> listeners = new ArrayList<>();

  ConntrackControl(EventLoop loop, Conntrack conntrack, FlowRequests requests) {
    this.loop = loop;
    this.conntrack = conntrack;
    this.messages = new FlowMessages(conntrack);
    this.requests = requests;
  }

  @Override
  public void request(ConntrackMessage message) throws NetlinkException {
    Errno refused =
        switch (message) {
          case NewConntrack flow -> requests.set(flow);
          case DelConntrack delete -> delete(delete);
          case NewExpectation expectation -> expect(expectation);
          case DelExpectation delete -> expectNoMore(delete);
          case GetConntracks _, GetExpectations _ -> Errno.EINVAL;
          case ConntrackStatistics _, ConntrackCount _, ExpectationStatistics _ -> Errno.EOPNOTSUPP;
        };
    if (refused != null) {
      throw new NetlinkException(refused);
    }
  }

  private @Nullable Errno delete(DelConntrack delete) {
    ConntrackTuple named = delete.original() != null ? delete.original() : delete.reply();
    if (named == null) {
      int version = delete.version();
      conntrack.killIf(
          flow ->
              !flow.has(NewConntrack.OFFLOAD)
                  && (version == 0 || version == flow.original.version));
      return null;
    }
    Flow flow = conntrack.find(Tuple.of(named));
    Integer id = delete.id();
    if (flow == null || (id != null && id != flow.id)) {
      return Errno.ENOENT;
    }
    if (flow.has(NewConntrack.OFFLOAD)) {
      return Errno.EBUSY;
    }
    conntrack.kill(flow);
    return null;
  }

  private @Nullable Errno expect(NewExpectation message) {
    Expectations expectations = conntrack.expectations();
    Expectation known = expectations.find(Tuple.of(message.tuple()));
    Long timeout = message.timeout();
    if (known != null) {
      if (message.mode() == Mode.CREATE) {
        return Errno.EEXIST;
      }
      if (timeout != null) {
        known.expires = conntrack.now() + timeout * 1_000_000_000L;
      }
      return null;
    }
    if (message.mode() != Mode.CREATE) {
      return Errno.ENOENT;
    }
    Flow master = conntrack.find(Tuple.of(message.master()));
    if (master == null) {
      return Errno.ENOENT;
    }
    if (master.helper == null) {
      return Errno.EOPNOTSUPP;
    }
    if (message.group() >= master.helper.policies().size()) {
      return Errno.EINVAL;
    }
    Expectation expectation = ExpectationMessages.read(message, master, conntrack.now());
    if (message.function() != null) {
      expectation.arrival = requests.arrival(message.function());
      if (expectation.arrival == null) {
        return Errno.EINVAL;
      }
    }
    return expectations.add(expectation);
  }

  private @Nullable Errno expectNoMore(DelExpectation delete) {
    ConntrackTuple tuple = delete.tuple();
    if (tuple == null) {
      conntrack.expectations().clear();
      return null;
    }
    Expectation known = conntrack.expectations().find(Tuple.of(tuple));
    if (known == null) {
      return Errno.ENOENT;
    }
    conntrack.expectations().remove(known);
    return null;
  }

  @Override
  public List<ConntrackMessage> dump(ConntrackMessage message) throws NetlinkException {
    return switch (message) {
      case GetConntracks get -> dump(get);
      case GetExpectations get -> dump(get);
      case NewConntrack _, DelConntrack _, NewExpectation _, DelExpectation _ ->
          throw new NetlinkException(Errno.EINVAL);
      case ConntrackStatistics _, ConntrackCount _, ExpectationStatistics _ ->
          throw new NetlinkException(Errno.EOPNOTSUPP);
    };
  }

  private List<ConntrackMessage> dump(GetConntracks get) throws NetlinkException {
    ConntrackTuple tuple = get.tuple();
    if (tuple != null) {
      Flow flow = conntrack.find(Tuple.of(tuple));
      if (flow == null) {
        throw new NetlinkException(Errno.ENOENT);
      }
      return List.of(messages.single(flow));
    }
    return switch (get.what()) {
      case CONFIRMED, CONFIRMED_ZEROED -> flows(get);
      // Linux keeps no such lists since 5.19.
      case DYING, UNCONFIRMED -> List.of();
      case STATISTICS -> List.of(conntrack.statistics());
      case COUNT -> List.of(conntrack.count());
    };
  }

  private List<ConntrackMessage> flows(GetConntracks get) {
    List<ConntrackMessage> answer = new ArrayList<>();
    for (Flow flow : conntrack.flows()) {
      if (get.version() == 0 || get.version() == flow.original.version) {
        answer.add(messages.listed(flow));
        if (get.what() == GetConntracks.What.CONFIRMED_ZEROED) {
          flow.forgetCounts();
        }
      }
    }
    return answer;
  }

  private List<ConntrackMessage> dump(GetExpectations get) throws NetlinkException {
    Expectations expectations = conntrack.expectations();
    if (get.statistics()) {
      return List.of(
          new ExpectationStatistics(
              0, expectations.arrived(), expectations.created(), expectations.deleted()));
    }
    long now = conntrack.now();
    ConntrackTuple tuple = get.tuple();
    if (tuple != null) {
      Expectation known = expectations.find(Tuple.of(tuple));
      if (known == null) {
        throw new NetlinkException(Errno.ENOENT);
      }
      return List.of(ExpectationMessages.of(known, now, Mode.LISTED));
    }
    List<ConntrackMessage> answer = new ArrayList<>();
    for (Expectation expectation : expectations.all()) {
      if (get.version() == 0 || get.version() == expectation.tuple.version) {
        answer.add(ExpectationMessages.of(expectation, now, Mode.LISTED));
      }
    }
    return answer;
  }

  @Override
  public Subscription<ConntrackMessage> subscribe(Set<Group> groups) throws NetlinkException {
    for (Group group : groups) {
      switch (group) {
        case CONNTRACK_NEW,
            CONNTRACK_UPDATE,
            CONNTRACK_DESTROY,
            EXPECTATION_NEW,
            EXPECTATION_DESTROY -> {}
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
  public void happened(int events, Flow flow) {
    if (listeners.isEmpty() || (flow.eventMask & events) == 0) {
      return;
    }
    if ((events & DESTROY) != 0) {
      tell(Group.CONNTRACK_DESTROY, messages.gone(flow));
      return;
    }
    boolean isNew = (events & (NEW | RELATED)) != 0;
    tell(isNew ? Group.CONNTRACK_NEW : Group.CONNTRACK_UPDATE, messages.event(flow, events));
  }

  @Override
  public void expected(Expectation expectation) {
    if (!listeners.isEmpty()) {
      tell(
          Group.EXPECTATION_NEW, ExpectationMessages.of(expectation, conntrack.now(), Mode.CREATE));
    }
  }

  @Override
  public void expectedNoMore(Expectation expectation) {
    if (!listeners.isEmpty()) {
      NewExpectation last = ExpectationMessages.of(expectation, conntrack.now(), Mode.LISTED);
      tell(Group.EXPECTATION_DESTROY, new DelExpectation(last.tuple(), last));
    }
  }

  private void tell(Group group, ConntrackMessage message) {
    for (Listener listener : listeners) {
      if (listener.groups.contains(group)) {
        listener.queue.add(message);
      }
    }
  }
}
