package io.akkord.configs.conformance;

/** A case that we have no answer to, with the reason. */
final class Unsupported extends RuntimeException {

    private static final long serialVersionUID = 1;

    Unsupported(String reason) {
        super(reason);
    }
}
