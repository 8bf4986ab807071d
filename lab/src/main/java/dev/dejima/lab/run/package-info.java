/**
 * A lab on a kernel. {@link dev.dejima.lab.run.LabRun} is the way in: {@link
 * dev.dejima.lab.run.Network} sets the network up, {@link dev.dejima.lab.run.TestRun} tries one
 * test while {@link dev.dejima.lab.run.Watch} looks on, and a {@link dev.dejima.lab.run.Report}
 * holds what came of it.
 */
@NullMarked
package dev.dejima.lab.run;

import org.jspecify.annotations.NullMarked;
