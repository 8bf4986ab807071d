package dev.dejima.netstack.netfilter.conntrack;

/** A tracked connection ({@code struct nf_conn}). */
public final class Flow {}
