package dev.dejima.lab;

import dev.dejima.kernel.rtnetlink.RoutingRule;

/**
 * A rule of policy routing.
 *
 * @param text as {@code ip rule add} takes it: {@code from 192.0.2.0/24 table 100}
 * @param rule what that says
 */
public record PolicyRule(String text, RoutingRule rule, Place place) {
  @Override
  public String toString() {
    return text;
  }
}
