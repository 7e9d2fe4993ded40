package io.akkord.placement.plan;

import io.akkord.algorithms.UserError;

/** Every plan needs more memory than there is; the message says how much more. */
public final class NothingFits extends UserError {

    private static final long serialVersionUID = 1;

    NothingFits(String message) {
        super(message);
    }
}
