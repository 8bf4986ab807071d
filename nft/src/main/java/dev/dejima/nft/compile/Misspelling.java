package dev.dejima.nft.compile;

import java.util.Collection;
import java.util.function.ToIntBiFunction;
import org.jspecify.annotations.Nullable;

/**
 * What an unknown name was likely meant to be. nft's own measure (its {@code misspell.c}), so that
 * both propose the same: letters to put in, take out, change or swap, but each letter is compared
 * from the second on, with the end of the word behind the last.
 */
public final class Misspelling {
  private Misspelling() {}

  /** The nearest of the words, the first of them if several are; null if none is near. */
  public static @Nullable String nearest(String word, Collection<String> words) {
    return nearest(word, words, Misspelling::distance);
  }

  /** As {@link #nearest}, of the names of tables and the like, which nft measures from. */
  public static @Nullable String nearestName(String word, Collection<String> names) {
    return nearest(word, names, (wanted, name) -> distance(name, wanted));
  }

  private static @Nullable String nearest(
      String word, Collection<String> names, ToIntBiFunction<String, String> measure) {
    String best = null;
    int least = Integer.MAX_VALUE;
    for (String name : names) {
      int distance = measure.applyAsInt(word, name);
      if (Math.max(word.length(), name.length()) > 1
          && distance <= threshold(word, name)
          && distance < least) {
        least = distance;
        best = name;
      }
    }
    return best;
  }

  private static int threshold(String a, String b) {
    int longest = Math.max(a.length(), b.length());
    int difference = longest - Math.min(a.length(), b.length());
    return difference <= 1 ? Math.max((longest + 2) / 3, 1) : (longest + 4) / 3;
  }

  /** The table's rows are one entry too short, so that each ends where the next begins. */
  private static int distance(String a, String b) {
    int width = b.length();
    int[] table = new int[(a.length() + 1) * (width + 1)];
    for (int i = 0; i <= a.length(); i++) {
      table[i * width] = i;
    }
    for (int j = 0; j <= width; j++) {
      table[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      for (int j = 1; j <= width; j++) {
        table[i * width + j] = cheapest(a, b, i, j, table);
      }
    }
    return table[a.length() * width + width];
  }

  private static int cheapest(String a, String b, int i, int j, int[] table) {
    int width = b.length();
    int change = at(a, i) == at(b, j) ? 0 : 1;
    int above = table[(i - 1) * width + j] + 1;
    int before = table[i * width + j - 1] + 1;
    int cost = Math.min(Math.min(above, before), table[(i - 1) * width + j - 1] + change);
    boolean swapped = i > 1 && j > 1 && at(a, i) == at(b, j - 1) && at(a, i - 1) == at(b, j);
    return swapped ? Math.min(cost, table[(i - 2) * width + j - 2] + change) : cost;
  }

  private static char at(String word, int index) {
    return index < word.length() ? word.charAt(index) : '\0';
  }
}
