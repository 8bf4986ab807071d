/**
 * The language of pcap-filter(7): its parser, its compiler to classic BPF, and the interpreter of
 * that.
 */
@NullMarked
package dev.dejima.packet.filter;

import org.jspecify.annotations.NullMarked;
