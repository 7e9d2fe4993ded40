package io.akkord.actors;

import io.akkord.algorithms.UserError;

/** A run did not begin, since the cluster has not the devices that it wants, or others have them. */
public final class NoDevices extends UserError {

    private static final long serialVersionUID = 1;

    NoDevices(String message) {
        super(message);
    }
}
