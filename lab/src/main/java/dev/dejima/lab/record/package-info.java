/** What was typed, as a lab: its network as it stood, its probes as tests. */
@NullMarked
package dev.dejima.lab.record;

import org.jspecify.annotations.NullMarked;
