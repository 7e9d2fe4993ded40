package io.akkord.rewards.courtesy;

import io.akkord.rewards.Seeds;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One of the world's finitely many requests, taken apart.
 *
 * @param visitor the name the visitor gives, empty for none
 * @param topic what kind of thing is asked
 * @param thing which one
 * @param text what the visitor says
 */
record Question(String visitor, Topic topic, String thing, String text) {

    /** Names a visitor may give. */
    static final List<String> VISITORS =
            List.of("Ann", "Ben", "Tom", "Eva", "Max", "Leo", "Mia", "Ida", "Sam", "Kim", "Joe", "Zoe");

    private static final int HELD_OUT_IN = 3;
    private static final Map<String, Question> BY_TEXT = everyQuestion();

    /** All requests of one half of the split, in a fixed order. */
    static List<Question> all(boolean heldOut) {
        return BY_TEXT.values().stream()
                .filter(question -> question.isHeldOut() == heldOut)
                .toList();
    }

    /** The request that reads {@code text}, blanks around it aside. */
    static Optional<Question> find(String text) {
        return Optional.ofNullable(BY_TEXT.get(text.strip()));
    }

    /** Whether the request is kept for evaluation: about one in three, by a hash of its text and of nothing else. */
    boolean isHeldOut() {
        return Math.floorMod(Seeds.mix(text.hashCode()), HELD_OUT_IN) == 0;
    }

    private static Map<String, Question> everyQuestion() {
        var all = new LinkedHashMap<String, Question>();
        var visitors = new ArrayList<>(List.of(""));
        visitors.addAll(VISITORS);
        for (String visitor : visitors) {
            String opening = visitor.isEmpty() ? "" : "I am " + visitor + ". ";
            for (Topic topic : Topic.values()) {
                for (String thing : topic.things()) {
                    for (String asked : topic.questions()) {
                        String text = opening + asked.replace("*", thing);
                        all.put(text, new Question(visitor, topic, thing, text));
                    }
                }
            }
        }
        return Collections.unmodifiableMap(all);
    }
}
