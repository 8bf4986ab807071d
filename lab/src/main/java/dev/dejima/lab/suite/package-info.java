/**
 * Many labs at once: {@link dev.dejima.lab.suite.LabFiles} finds them, {@link
 * dev.dejima.lab.suite.Suite} runs them side by side, {@link dev.dejima.lab.suite.SuiteResult} is
 * what came of it, and {@link dev.dejima.lab.suite.SuitePrinter}, {@link
 * dev.dejima.lab.suite.JunitXml}, {@link dev.dejima.lab.suite.Tap} and {@link
 * dev.dejima.lab.suite.SuiteJson} write it for people and machines. {@link
 * dev.dejima.lab.suite.Changes} tells when to run them again.
 */
@NullMarked
package dev.dejima.lab.suite;

import org.jspecify.annotations.NullMarked;
