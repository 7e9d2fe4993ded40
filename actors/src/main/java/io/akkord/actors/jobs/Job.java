package io.akkord.actors.jobs;

/**
 * An experiment that somebody has submitted.
 *
 * @param id for people and for its folder
 * @param text of the experiment, with every default
 * @param devices that it asks for, 0 for all there are
 * @param submittedMillis since 1970
 * @param reason why it failed, else empty
 */
record Job(String id, String text, int devices, long submittedMillis, Phase phase, String reason) {

    Job in(Phase next, String why) {
        return new Job(id, text, devices, submittedMillis, next, why);
    }
}
