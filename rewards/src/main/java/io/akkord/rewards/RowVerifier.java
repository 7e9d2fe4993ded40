package io.akkord.rewards;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lets each row choose its verifier by its label {@value #LABEL}, so that one data set may mix tasks.
 *
 * @param verifiers by the names that rows use
 * @param otherwise the name of the verifier of rows that choose none; null leaves their responses unscored
 */
public record RowVerifier(
        Map<String, Verifier> verifiers, @Nullable String otherwise) implements Verifier {

    /** The label that names a row's verifier. */
    public static final String LABEL = "verifier";

    /** @throws IllegalArgumentException if there is no verifier, or none is called {@code otherwise} */
    public RowVerifier {
        verifiers = Collections.unmodifiableMap(new LinkedHashMap<>(verifiers));
        if (verifiers.isEmpty()) {
            throw new IllegalArgumentException("verifiers must hold at least one");
        }
        if (otherwise != null && !verifiers.containsKey(otherwise)) {
            throw new IllegalArgumentException(
                    "otherwise must be one of " + String.join(", ", verifiers.keySet()) + ", was \"" + otherwise + '"');
        }
    }

    /** @throws Unscored if the row names none of the verifiers, or none at all and there is no other, or its own says so */
    @Override
    public Verdict verify(String response, Map<String, String> labels) throws Unscored {
        String name = labels.getOrDefault(LABEL, otherwise);
        if (name == null) {
            throw new Unscored("the prompt has no label \"" + LABEL + "\" that names one of " + names());
        }
        Verifier verifier = verifiers.get(name);
        if (verifier == null) {
            throw new Unscored("no verifier is called \"" + name + "\"; known here: " + names());
        }
        return verifier.verify(response, labels);
    }

    private String names() {
        return String.join(", ", verifiers.keySet());
    }
}
