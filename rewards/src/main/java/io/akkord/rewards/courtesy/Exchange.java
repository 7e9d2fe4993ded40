package io.akkord.rewards.courtesy;

/** A visitor's request and one reply to it, as plain text without surrounding blanks. */
public record Exchange(String request, String reply) {}
