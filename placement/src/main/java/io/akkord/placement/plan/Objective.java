package io.akkord.placement.plan;

import java.util.Locale;

/** What a plan shall have little of. */
public enum Objective {
    /** Seconds of an iteration. */
    TIME,
    /** Seconds of an iteration times the devices it uses. */
    DEVICE_SECONDS,
    /** Price of an iteration, by what an hour of each device used costs. */
    COST;

    /** The objective as configs write it. */
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
