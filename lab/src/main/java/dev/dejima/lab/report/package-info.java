/**
 * What came of a lab, for people. {@link dev.dejima.lab.report.ReportPrinter} is the way in; {@link
 * dev.dejima.lab.report.Ladder} aligns the captures of a conversation's two ends.
 */
@NullMarked
package dev.dejima.lab.report;

import org.jspecify.annotations.NullMarked;
