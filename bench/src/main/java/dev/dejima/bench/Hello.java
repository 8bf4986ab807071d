package dev.dejima.bench;

/** The least that a Java program can do, to compare start-up with. */
final class Hello {
  private Hello() {}

  public static void main(String[] args) {
    System.out.println("hello, world");
  }
}
