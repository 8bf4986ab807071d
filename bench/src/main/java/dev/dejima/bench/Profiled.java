package dev.dejima.bench;

public class Profiled {
  public static void main(String[] a) throws Exception {
    var b = new ForwardingBenchmark();
    b.flows = Integer.parseInt(a[0]);
    b.start();
    var mx =
        (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
    for (int i = 0; i < Integer.parseInt(a[1]); i++) {
      b.enter();
      long al = mx.getThreadAllocatedBytes(Thread.currentThread().threadId());
      long t = System.nanoTime(), c = mx.getCurrentThreadCpuTime();
      int n = 20000;
      for (int j = 0; j < n; j++) b.packets();
      long ns = System.nanoTime() - t;
      c = mx.getCurrentThreadCpuTime() - c;
      al = mx.getThreadAllocatedBytes(Thread.currentThread().threadId()) - al;
      b.leave();
      System.out.printf(
          "%.1f ns/packet wall, %.1f cpu => %.2f Mpps; %.3f B/packet%n",
          ns / 128.0 / n, c / 128.0 / n, 128e3 * n / c, al / 128.0 / n);
    }
    b.stop();
    System.exit(0);
  }
}
