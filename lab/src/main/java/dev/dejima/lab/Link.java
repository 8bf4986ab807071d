package dev.dejima.lab;

/**
 * A cable between two interfaces: a pair of veths.
 *
 * @param placeOfA where its first end was written
 * @param placeOfB where its second end was written
 */
public record Link(Port a, Port b, Place placeOfA, Place placeOfB) {}
