package dev.dejima.lab.record;

import dev.dejima.lab.Listener;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A command that was typed, and what came of it. */
final class Typed {
  /** What is kept of what it reads. */
  private static final int MOST = 1 << 16;

  final String node;
  final List<String> words;
  final Meaning meaning;

  /** Who listened when it began. */
  final List<Listener> listeners;

  /** Whether the network was looked at before it began. */
  final boolean afterwards;

  /** What a file held that {@code nft -f} reads; null where there is none. */
  final @Nullable String file;

  private final ByteArrayOutputStream input = new ByteArrayOutputStream();
  private volatile @Nullable Integer status;

  Typed(
      String node,
      List<String> words,
      Meaning meaning,
      List<Listener> listeners,
      boolean afterwards) {
    this.node = node;
    this.words = words;
    this.meaning = meaning;
    this.listeners = listeners;
    this.afterwards = afterwards;
    this.file = file(meaning);
  }

  private static @Nullable String file(Meaning meaning) {
    if (!(meaning instanceof Meaning.Change change)
        || change.words().size() != 2
        || !change.words().getFirst().matches("--?f(ile)?")
        || change.words().get(1).matches("-|/dev/stdin")) {
      return null;
    }
    try {
      return Files.readString(Path.of(change.words().get(1)));
    } catch (IOException e) {
      return null;
    }
  }

  /** Its exit status; null as long as it runs, or if it was stopped. */
  @Nullable Integer status() {
    return status;
  }

  void ended(int with) {
    status = with;
  }

  /** What it has read. */
  String input() {
    synchronized (input) {
      return input.toString(StandardCharsets.UTF_8);
    }
  }

  String text() {
    return String.join(" ", words);
  }

  /** An input that keeps what is read from it. */
  InputStream kept(InputStream in) {
    return new FilterInputStream(in) {
      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = super.read(buffer, offset, length);
        synchronized (input) {
          if (read > 0 && input.size() < MOST) {
            input.write(buffer, offset, Math.min(read, MOST - input.size()));
          }
        }
        return read;
      }
    };
  }
}
