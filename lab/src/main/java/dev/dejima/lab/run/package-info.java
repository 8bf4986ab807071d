/**
 * A lab on a kernel. {@link dev.dejima.lab.run.LabRun} is the way in: {@link
 * dev.dejima.lab.run.Network} sets the network up, {@link dev.dejima.lab.run.TestRun} runs the
 * steps of one test while {@link dev.dejima.lab.run.Watch} looks on.
 *
 * <p>What came of it is a {@link dev.dejima.lab.run.RunResult}: a {@link
 * dev.dejima.lab.run.TestResult} for each test with a {@link dev.dejima.lab.run.StepResult} for
 * each of its steps, which for a probe holds the {@link dev.dejima.lab.run.Conversation} (packets,
 * decisions, translations), and the {@link dev.dejima.lab.run.Coverage} of the rules. Nothing in it
 * needs the kernel any more.
 */
@NullMarked
package dev.dejima.lab.run;

import org.jspecify.annotations.NullMarked;
