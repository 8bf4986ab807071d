package dev.dejima.packet.filter;

/**
 * One instruction of classic BPF ({@code struct sock_filter}).
 *
 * @param code what to do, 16 bits
 * @param jt instructions to skip if true, 8 bits
 * @param jf instructions to skip if false, 8 bits
 * @param k the operand, 32 bits
 */
public record BpfInstruction(int code, int jt, int jf, int k) {}
