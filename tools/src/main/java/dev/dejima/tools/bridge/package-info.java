/** {@code bridge}: the ports of bridges, and what they know (bridge(8) of iproute2). */
@NullMarked
package dev.dejima.tools.bridge;

import org.jspecify.annotations.NullMarked;
