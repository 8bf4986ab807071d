package dev.dejima.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Times whole runs of the program, beside a Java program that does nothing. */
final class Startup {
  private static final int ROUNDS = 15;

  private Startup() {}

  /** Takes the project's directory. */
  public static void main(String[] args) throws Exception {
    Path home = Path.of(args[0]);
    String dejima = home.resolve("dejima").toString();
    String example = home.resolve("examples/destination-nat").toString();
    List<Child> children =
        List.of(
            Child.java("java, hello world", Hello.class, "hello"),
            new Child("./dejima --version", List.of(dejima, "--version"), "dejima "),
            new Child(
                "./dejima run examples/destination-nat", List.of(dejima, "run", example), "PASS"));
    List<Samples> samples = new ArrayList<>();
    for (Child child : children) {
      samples.add(new Samples(child.name(), ROUNDS));
      child.run();
    }
    System.out.println(Machine.facts());
    for (int round = 0; round < ROUNDS; round++) {
      for (int i = 0; i < children.size(); i++) {
        samples.get(i).add(children.get(i).time());
      }
    }
    System.out.println(Samples.header());
    samples.forEach(System.out::println);
    System.out.println(Machine.facts());
  }
}
