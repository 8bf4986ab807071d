package dev.dejima.packet.filter;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Gives programs to the kernel (SO_ATTACH_FILTER, socket(7)) on one end of a Unix socket pair, and
 * frames to the other end: what arrives is what the kernel's own machine accepts.
 */
@Tag("linux")
@SuppressWarnings("restricted")
class KernelAcceptsProgramsTest {
  private static final int AF_UNIX = 1;
  private static final int SOCK_DGRAM = 2;
  private static final int SOL_SOCKET = 1;
  private static final int SO_ATTACH_FILTER = 26;
  private static final int MSG_DONTWAIT = 0x40;

  @BeforeAll
  static void needsLinux() {
    assumeTrue(
        System.getProperty("os.name").equals("Linux"), "SKIPPED: only Linux attaches filters");
  }

  private static int call(String name, Object... arguments) {
    ValueLayout[] layouts = new ValueLayout[arguments.length];
    for (int i = 0; i < arguments.length; i++) {
      layouts[i] =
          arguments[i] instanceof Integer
              ? JAVA_INT
              : arguments[i] instanceof Long ? JAVA_LONG : ADDRESS;
    }
    Linker linker = Linker.nativeLinker();
    MethodHandle handle =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow(name), FunctionDescriptor.of(JAVA_INT, layouts));
    try {
      return (int) handle.invokeWithArguments(arguments);
    } catch (Throwable e) {
      throw new IllegalStateException(name, e);
    }
  }

  private static int attach(Arena arena, int socket, BpfProgram program) {
    List<BpfInstruction> all = program.instructions();
    MemorySegment filter = arena.allocate(8L * all.size(), 8);
    for (int i = 0; i < all.size(); i++) {
      filter.set(ValueLayout.JAVA_SHORT, 8L * i, (short) all.get(i).code());
      filter.set(ValueLayout.JAVA_BYTE, 8L * i + 2, (byte) all.get(i).jt());
      filter.set(ValueLayout.JAVA_BYTE, 8L * i + 3, (byte) all.get(i).jf());
      filter.set(JAVA_INT, 8L * i + 4, all.get(i).k());
    }
    MemorySegment fprog = arena.allocate(16, 8);
    fprog.set(ValueLayout.JAVA_SHORT, 0, (short) all.size());
    fprog.set(ADDRESS, 8, filter);
    return call("setsockopt", socket, SOL_SOCKET, SO_ATTACH_FILTER, fprog, 16);
  }

  private static List<String> expressions() {
    List<String> expressions = new ArrayList<>(GoldenFilters.expressions());
    ExpressionGenerator random = new ExpressionGenerator(5);
    for (int i = 0; i < 40; i++) {
      expressions.add(random.next());
    }
    StringBuilder largest = new StringBuilder("ether src 00:00:00:00:00:01");
    for (int i = 2; i < 900; i++) {
      largest.append(" or 00:00:00:00:%02x:%02x".formatted(i >> 8, i & 255));
    }
    expressions.add(largest.toString());
    return expressions;
  }

  @Test
  void acceptsAndDecidesAlike() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment pair = arena.allocate(8, 4);
      assertThat(call("socketpair", AF_UNIX, SOCK_DGRAM, 0, pair)).isZero();
      int sender = pair.get(JAVA_INT, 0);
      int receiver = pair.get(JAVA_INT, 4);
      for (String expression : expressions()) {
        compare(arena, sender, receiver, expression);
      }
      call("close", sender);
      call("close", receiver);
    }
  }

  private static void compare(Arena arena, int sender, int receiver, String expression) {
    BpfProgram program;
    try {
      program = FilterCompiler.compile(expression, LinkType.ETHERNET, 262144, 0);
    } catch (FilterException rejectsAll) {
      assertThat(rejectsAll).hasMessage("expression rejects all packets");
      return;
    }
    assertThat(attach(arena, receiver, program)).as(expression).isZero();
    BpfInterpreter interpreter = new BpfInterpreter(program);
    PacketGenerator frames = new PacketGenerator(6);
    MemorySegment buffer = arena.allocate(512, 8);
    for (int i = 0; i < 200; i++) {
      byte[] frame = frames.next();
      MemorySegment.copy(frame, 0, buffer, ValueLayout.JAVA_BYTE, 0, frame.length);
      call("send", sender, buffer, (long) frame.length, MSG_DONTWAIT);
      boolean arrived = call("recv", receiver, buffer, 512L, MSG_DONTWAIT) >= 0;
      assertThat(interpreter.run(frame, 0, frame.length) != 0).as(expression).isEqualTo(arrived);
    }
  }
}
