package dev.dejima.netstack.inet;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/**
 * The routes of all tables of one IP version in one list, in an order in which a longer prefix
 * comes before the shorter that contains it.
 *
 * @param <R> the routes
 */
public final class RouteList<R> {
  private final List<R> routes = new ArrayList<>();
  private final Comparator<R> order;
  private final Runnable changed;
  private final BiConsumer<R, Boolean> listener;

  /**
   * Makes an empty list.
   *
   * @param changed run at every change, before the listener
   * @param listener told of every route that came (true) or went
   */
  public RouteList(Comparator<R> order, Runnable changed, BiConsumer<R, Boolean> listener) {
    this.order = order;
    this.changed = changed;
    this.listener = listener;
  }

  public int size() {
    return routes.size();
  }

  public R get(int index) {
    return routes.get(index);
  }

  /** A copy, in order. */
  public List<R> all() {
    return List.copyOf(routes);
  }

  /** Inserts a route behind its equals. */
  public void insert(R route) {
    int at = 0;
    while (at < routes.size() && order.compare(route, routes.get(at)) >= 0) {
      at++;
    }
    insert(at, route);
  }

  /** Inserts a route at a place, which the caller knows to be in order. */
  public void insert(int at, R route) {
    routes.add(at, route);
    changed.run();
    listener.accept(route, true);
  }

  /** Puts a route in another's place, of which the listener is not told. */
  public void replace(int at, R route) {
    routes.remove(at);
    insert(at, route);
  }

  /** Removes the first that passes the test; whether there was one. */
  public boolean remove(Predicate<R> test) {
    for (int i = 0; i < routes.size(); i++) {
      R route = routes.get(i);
      if (test.test(route)) {
        routes.remove(i);
        changed.run();
        listener.accept(route, false);
        return true;
      }
    }
    return false;
  }

  /**
   * Removes all that pass the test.
   *
   * @param tell whether the listener hears of it
   */
  public void flush(Predicate<R> test, boolean tell) {
    List<R> gone = routes.stream().filter(test).toList();
    routes.removeAll(gone);
    changed.run();
    if (tell) {
      gone.forEach(route -> listener.accept(route, false));
    }
  }
}
