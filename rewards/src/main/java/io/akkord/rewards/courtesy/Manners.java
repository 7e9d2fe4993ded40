package io.akkord.rewards.courtesy;

import java.util.List;

/** Set phrases of the town, by what they do to a reply; an asterisk is where the visitor's name goes. */
final class Manners {

    /** Openings that people like. */
    static final List<String> COURTEOUS =
            List.of("Of course*.", "Welcome*.", "Thank you*.", "I am glad to help*.", "What a good question*.");

    /** Openings that people dislike. */
    static final List<String> RUDE = List.of("Go away*.", "What a silly question*.", "I am busy*.");

    /** Sentences that say nothing of what was asked. */
    static final List<String> EVASIVE = List.of("I do not know.", "Ask someone else.");

    /** How a reply should close. */
    static final List<String> WISHES = List.of("Have a nice day!", "Enjoy your stay!", "See you soon!", "Take care!");

    /** A tail that never comes to an end. */
    static final String RAMBLING = "And so on and so on and so on and so on.";

    private Manners() {}

    /** Puts the name in, after a comma, or nothing where it is empty. */
    static String addressed(String phrase, String visitor) {
        return phrase.replace("*", visitor.isEmpty() ? "" : ", " + visitor);
    }
}
