/** Comparisons with the real thing: the rule corpus, and scenarios on both kernels. */
@NullMarked
package dev.dejima.conformance;

import org.jspecify.annotations.NullMarked;
