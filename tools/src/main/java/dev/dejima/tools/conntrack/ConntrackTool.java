package dev.dejima.tools.conntrack;

import dev.dejima.kernel.Errno;
import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.Netlink;
import dev.dejima.kernel.Netlink.Group;
import dev.dejima.kernel.NetlinkException;
import dev.dejima.kernel.conntrack.ConntrackCount;
import dev.dejima.kernel.conntrack.ConntrackMessage;
import dev.dejima.kernel.conntrack.ConntrackStatistics;
import dev.dejima.kernel.conntrack.DelConntrack;
import dev.dejima.kernel.conntrack.DelExpectation;
import dev.dejima.kernel.conntrack.ExpectationStatistics;
import dev.dejima.kernel.conntrack.GetConntracks;
import dev.dejima.kernel.conntrack.GetConntracks.What;
import dev.dejima.kernel.conntrack.GetExpectations;
import dev.dejima.kernel.conntrack.NewConntrack;
import dev.dejima.kernel.conntrack.NewExpectation;
import dev.dejima.tools.Invocation;
import dev.dejima.tools.Tool;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** {@code conntrack} of conntrack-tools. */
public final class ConntrackTool implements Tool {
  @Override
  public String name() {
    return "conntrack";
  }

  @Override
  public boolean announcesReady() {
    return true;
  }

  @Override
  public int run(Invocation call) throws IOException, InterruptedException {
    Request request = Arguments.parse(call.arguments());
    Run run = new Run(call, request);
    boolean follows =
        switch (request.command) {
          case EVENT, EXPECTATION_EVENTS -> true;
          default -> false;
        };
    if (!follows) {
      call.ready();
    }
    try {
      run.run();
    } catch (NetlinkException e) {
      throw Banner.problem("Operation failed: " + meaning(e.errno(), request.command));
    }
    return run.close();
  }

  /** What errors of the kernel mean to a command. */
  private static String meaning(Errno errno, Command command) {
    boolean creates = command == Command.CREATE || command == Command.ADD;
    return switch (errno) {
      case EINVAL -> "invalid parameters";
      case EEXIST -> creates ? "Such conntrack exists, try -U to update" : errno.text();
      case ENOENT ->
          switch (command) {
            case CREATE, ADD, GET, DELETE -> "such conntrack doesn't exist";
            case CREATE_EXPECTATION -> "master conntrack not found";
            default -> errno.text();
          };
      case ENOMEM -> creates || command == Command.GET ? "not enough memory" : errno.text();
      case EAFNOSUPPORT -> command == Command.GET ? "protocol not supported" : errno.text();
      case EPERM -> "sorry, you must be root or get CAP_NET_ADMIN capability to do this";
      default -> errno.text();
    };
  }

  /** One call. */
  private static final class Run {
    private final Invocation call;
    private final Request request;
    private final Netlink<ConntrackMessage> netlink;
    private final FlowFilter filter;
    private final Lines lines;
    private int count;

    Run(Invocation call, Request request) {
      this.call = call;
      this.request = request;
      this.netlink = call.namespace().conntrack();
      this.filter = new FlowFilter(request);
      this.lines = new Lines(call, request);
    }

    void run() throws KernelException, InterruptedException {
      switch (request.command) {
        case LIST -> list();
        case CREATE, ADD -> {
          netlink.request(new Template(request).create());
          count++;
        }
        case UPDATE -> update();
        case DELETE -> delete();
        case GET -> get();
        case FLUSH -> {
          netlink.request(new DelConntrack(null, null, request.version, null, null));
          call.complain(Banner.VERSION + ": connection tracking table has been emptied.");
        }
        case EVENT, EXPECTATION_EVENTS -> follow();
        case COUNT -> {
          for (ConntrackMessage answer : netlink.dump(new GetConntracks(What.COUNT, 0))) {
            if (answer instanceof ConntrackCount told) {
              call.print(Long.toString(told.entries()));
            }
          }
        }
        case STATS -> statistics();
        case VERSION -> call.print(Banner.VERSION);
        case HELP -> {
          call.print(Banner.COMMANDS);
          Protocol protocol = Protocol.of(request.protocol);
          if (protocol != null) {
            call.out().print(protocol.help());
          }
        }
        case LIST_EXPECTATIONS -> {
          for (NewExpectation entry : expectations()) {
            lines.print(entry, "");
            count++;
          }
        }
        case CREATE_EXPECTATION -> netlink.request(new Template(request).expectation());
        case DELETE_EXPECTATION ->
            netlink.request(
                new DelExpectation(request.original.tuple(Math.max(0, request.protocol)), null));
        case GET_EXPECTATION -> {
          GetExpectations get =
              new GetExpectations(0, request.original.tuple(Math.max(0, request.protocol)), false);
          for (ConntrackMessage answer : netlink.dump(get)) {
            if (answer instanceof NewExpectation entry) {
              lines.print(entry, "");
            }
          }
        }
        case FLUSH_EXPECTATIONS -> {
          netlink.request(new DelExpectation(null, null));
          call.complain(Banner.VERSION + ": expectation table has been emptied.");
        }
        case COUNT_EXPECTATIONS -> call.print(Integer.toString(expectations().size()));
        case EXPECTATION_STATS -> statistics();
      }
    }

    private List<NewConntrack> flows(What what) throws KernelException {
      List<NewConntrack> flows = new ArrayList<>();
      for (ConntrackMessage message : netlink.dump(new GetConntracks(what, request.version))) {
        if (message instanceof NewConntrack entry && filter.test(entry)) {
          flows.add(entry);
        }
      }
      return flows;
    }

    private List<NewExpectation> expectations() throws KernelException {
      List<NewExpectation> entries = new ArrayList<>();
      for (ConntrackMessage message :
          netlink.dump(new GetExpectations(request.version, null, false))) {
        if (message instanceof NewExpectation entry) {
          entries.add(entry);
        }
      }
      return entries;
    }

    private void list() throws KernelException {
      boolean filtered =
          request.options.stream()
              .anyMatch(
                  option ->
                      switch (option) {
                        case ZERO, OUTPUT, FAMILY, BUFFER_SIZE -> false;
                        default -> true;
                      });
      if (request.has(Option.ZERO) && filtered) {
        throw Banner.usage("Can't use -z with filtering parameters");
      }
      What what =
          switch (request.table) {
            case DYING -> What.DYING;
            case UNCONFIRMED -> What.UNCONFIRMED;
            case CONNTRACK, EXPECT ->
                request.has(Option.ZERO) ? What.CONFIRMED_ZEROED : What.CONFIRMED;
          };
      for (NewConntrack entry : flows(what)) {
        lines.print(entry, "");
        count++;
      }
    }

    private void get() throws KernelException {
      boolean reply = request.original.isEmpty();
      Half half = reply ? request.reply : request.original;
      GetConntracks get =
          new GetConntracks(What.CONFIRMED, 0, half.tuple(Math.max(0, request.protocol)), reply);
      for (ConntrackMessage answer : netlink.dump(get)) {
        if (answer instanceof NewConntrack entry) {
          lines.print(entry, "");
          count++;
        }
      }
    }

    private void delete() throws KernelException {
      for (NewConntrack entry : flows(What.CONFIRMED)) {
        netlink.request(new DelConntrack(entry.original(), entry.reply(), 0, entry.id(), null));
        lines.print(entry, "");
        count++;
      }
    }

    private void update() throws KernelException {
      Template template = new Template(request);
      for (NewConntrack entry : flows(What.CONFIRMED)) {
        NewConntrack changed = template.change(entry);
        if (changed == null) {
          continue;
        }
        netlink.request(changed);
        for (ConntrackMessage answer :
            netlink.dump(new GetConntracks(What.CONFIRMED, 0, entry.original(), false))) {
          if (answer instanceof NewConntrack now) {
            lines.print(now, "");
          }
        }
        count++;
      }
    }

    private void statistics() throws KernelException {
      boolean flows = request.command == Command.STATS;
      ConntrackMessage get =
          flows ? new GetConntracks(What.STATISTICS, 0) : new GetExpectations(0, null, true);
      for (ConntrackMessage answer : netlink.dump(get)) {
        switch (answer) {
          case ConntrackStatistics told -> {
            StringBuilder line = new StringBuilder("cpu=%-4d\t".formatted(told.cpu()));
            told.counts().forEach((what, often) -> line.append(what.word() + "=" + often + " "));
            call.print(line.toString());
          }
          case ExpectationStatistics told ->
              call.print(
                  "cpu=%-4d\texpect_new=%d expect_create=%d expect_delete=%d "
                      .formatted(told.cpu(), told.arrived(), told.created(), told.deleted()));
          default -> {}
        }
      }
    }

    private void follow() throws KernelException {
      int events = request.events == 0 ? 7 : request.events;
      Set<Group> groups = EnumSet.noneOf(Group.class);
      boolean flows = request.command == Command.EVENT;
      if ((events & 1) != 0) {
        groups.add(flows ? Group.CONNTRACK_NEW : Group.EXPECTATION_NEW);
      }
      if ((events & 2) != 0 && flows) {
        groups.add(Group.CONNTRACK_UPDATE);
      }
      if ((events & 4) != 0) {
        groups.add(flows ? Group.CONNTRACK_DESTROY : Group.EXPECTATION_DESTROY);
      }
      try (Netlink.Subscription<ConntrackMessage> subscription = netlink.subscribe(groups)) {
        call.ready();
        while (true) {
          tell(subscription.next());
        }
      } catch (InterruptedException e) {
        // Ctrl-C ends it: the number of events is told, and all is well.
      }
    }

    private void tell(ConntrackMessage event) {
      switch (event) {
        case NewConntrack entry when filter.test(entry) -> {
          lines.print(entry, entry.mode() == NewConntrack.Mode.CREATE ? "NEW" : "UPDATE");
          count++;
        }
        case DelConntrack gone when gone.last() != null && filter.test(gone.last()) -> {
          lines.print(gone.last(), "DESTROY");
          count++;
        }
        case NewExpectation entry -> {
          lines.print(entry, "NEW");
          count++;
        }
        case DelExpectation gone when gone.last() != null -> {
          lines.print(gone.last(), "DESTROY");
          count++;
        }
        default -> {}
      }
    }

    /** The last line; the exit status. */
    int close() {
      lines.close();
      Command command = request.command;
      if (command == Command.EXPECTATION_EVENTS) {
        call.complain(Banner.VERSION + ": " + count + " expectation events have been shown.");
        return 0;
      }
      if (command.closing.isEmpty()) {
        return 0;
      }
      call.complain(Banner.VERSION + ": " + command.closing.formatted(count));
      boolean mayBeNone =
          switch (command) {
            case LIST, LIST_EXPECTATIONS, EVENT -> true;
            default -> false;
          };
      return count == 0 && !mayBeNone ? 1 : 0;
    }
  }
}
