package io.akkord.actors.cli;

/**
 * What one look at this machine found.
 *
 * @param subject what was looked at
 * @param fine whether Akkord can work with it
 * @param words what was found, and where it is not fine, what to do
 */
record Finding(String subject, boolean fine, String words) {

    static Finding fine(String subject, String words) {
        return new Finding(subject, true, words);
    }

    static Finding wrong(String subject, String words) {
        return new Finding(subject, false, words);
    }
}
