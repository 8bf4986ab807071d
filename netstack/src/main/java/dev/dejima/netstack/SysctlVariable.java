package dev.dejima.netstack;

import dev.dejima.kernel.Errno;
import dev.dejima.kernel.KernelException;
import java.util.function.IntConsumer;
import java.util.function.IntSupplier;

/** A variable of {@code /proc/sys}. */
public interface SysctlVariable {
  String read();

  /**
   * Sets it.
   *
   * @throws KernelException EINVAL if it does not take that value, EACCES if it can only be read
   */
  void write(String value) throws KernelException;

  /** A number between bounds. */
  static SysctlVariable number(int min, int max, IntSupplier get, IntConsumer set) {
    return between(() -> min, () -> max, get, set);
  }

  /** A number between bounds that other variables set. */
  static SysctlVariable between(
      IntSupplier min, IntSupplier max, IntSupplier get, IntConsumer set) {
    return new SysctlVariable() {
      @Override
      public String read() {
        return Integer.toString(get.getAsInt());
      }

      @Override
      public void write(String value) throws KernelException {
        int number = parse(value);
        if (number < min.getAsInt() || number > max.getAsInt()) {
          throw new KernelException(Errno.EINVAL);
        }
        set.accept(number);
      }
    };
  }

  /** Two numbers, the first not above the second. */
  static SysctlVariable range(
      int min, int max, IntSupplier first, IntSupplier second, IntBinaryConsumer set) {
    return new SysctlVariable() {
      @Override
      public String read() {
        return first.getAsInt() + "\t" + second.getAsInt();
      }

      @Override
      public void write(String value) throws KernelException {
        String[] words = value.strip().split("\\s+", -1);
        if (words.length != 2) {
          throw new KernelException(Errno.EINVAL);
        }
        int low = parse(words[0]);
        int high = parse(words[1]);
        if (low < min || high > max || low > high) {
          throw new KernelException(Errno.EINVAL);
        }
        set.accept(low, high);
      }
    };
  }

  /** Takes two numbers. */
  @FunctionalInterface
  interface IntBinaryConsumer {
    void accept(int first, int second);
  }

  /** A number that can only be read. */
  static SysctlVariable constant(IntSupplier get) {
    return new SysctlVariable() {
      @Override
      public String read() {
        return Integer.toString(get.getAsInt());
      }

      @Override
      public void write(String value) throws KernelException {
        throw new KernelException(Errno.EACCES);
      }
    };
  }

  /**
   * Reads a number as the kernel does: decimal, 0x or 0 for octal, white space around it.
   *
   * @throws KernelException EINVAL if it is none
   */
  static int parse(String value) throws KernelException {
    try {
      return Math.toIntExact(Long.decode(value.strip()));
    } catch (NumberFormatException | ArithmeticException e) {
      throw new KernelException(Errno.EINVAL);
    }
  }
}
