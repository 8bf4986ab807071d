import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions.Style;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Formats every Java file of the project with google-java-format, or only says which are not
 * formatted: {@code Format check|fix ROOT}. Run as a source file on the project's own JDK, because
 * Maven may run on one too old to parse the sources.
 */
public class Format {
  public static void main(String[] args) throws Exception {
    boolean fix = args[0].equals("fix");
    List<Path> files;
    try (Stream<Path> walk = Files.walk(Path.of(args[1]))) {
      files =
          walk.filter(file -> file.toString().endsWith(".java"))
              .filter(file -> !file.toString().contains("/target/"))
              .toList();
    }
    Formatter formatter = new Formatter();
    AtomicInteger wrong = new AtomicInteger();
    files.parallelStream()
        .forEach(
            file -> {
              try {
                String before = Files.readString(file);
                String after =
                    formatter.formatSource(
                        ImportOrderer.reorderImports(
                            RemoveUnusedImports.removeUnusedImports(before), Style.GOOGLE));
                if (!before.equals(after)) {
                  if (fix) {
                    Files.writeString(file, after);
                  } else {
                    wrong.incrementAndGet();
                    System.err.println(file + " is not formatted");
                  }
                }
              } catch (Exception e) {
                wrong.incrementAndGet();
                System.err.println(file + ": " + e.getMessage());
              }
            });
    if (wrong.get() > 0) {
      System.err.println("format them with: mvn -N compile -Dformat=fix");
      System.exit(1);
    }
  }
}
