package dev.dejima.kernel;

/** Told of namespaces as they come and go, before anything passes in them. */
public interface NamespaceObserver {
  /** Nobody, who wants to know nothing. */
  NamespaceObserver NOBODY =
      new NamespaceObserver() {
        @Override
        public void made(Namespace namespace) {}

        @Override
        public void goes(Namespace namespace) {}
      };

  /** A namespace is there, with nothing in it but a loopback device that is down. */
  void made(Namespace namespace);

  /** Its name is about to go; what is held open in it would keep it alive. */
  void goes(Namespace namespace);
}
