package dev.dejima.tools.filter;

import dev.dejima.tools.Tool;
import java.util.List;

/** All of them. */
public final class Filters {
  private Filters() {}

  /** One of each. */
  public static List<Tool> all() {
    return List.of(
        new Filter("grep", 2, GrepFilter::run),
        new Filter("head", 1, call -> EndsFilter.run(call, true)),
        new Filter("tail", 1, call -> EndsFilter.run(call, false)),
        new Filter("wc", 1, CountFilter::run),
        new Filter("sort", 2, SortFilter::run),
        new Filter("uniq", 1, UniqueFilter::run),
        new Filter("cut", 1, CutFilter::run),
        new Filter("tr", 1, TranslateFilter::run));
  }
}
