package io.akkord.rewards.courtesy;

/**
 * Two replies to one request, the first said to be better; a flipped label says so wrongly.
 *
 * @param request what the visitor said
 * @param preferred the reply that the label names
 * @param other the reply that it does not
 */
public record Preference(String request, String preferred, String other) {

    /** The same replies with the label turned round. */
    public Preference flipped() {
        return new Preference(request, other, preferred);
    }
}
