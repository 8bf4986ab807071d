/**
 * The first lab of a ruleset: what network its rules speak of, hosts around it, and a test for what
 * each rule does, whose outcome is the one that the ruleset has on a kernel.
 */
@NullMarked
package dev.dejima.lab.init;

import org.jspecify.annotations.NullMarked;
