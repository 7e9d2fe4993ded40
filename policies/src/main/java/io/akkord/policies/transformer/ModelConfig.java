package io.akkord.policies.transformer;

import java.util.List;

/**
 * The shape of a Llama-family decoder, as a Hugging Face {@code config.json} states it.
 *
 * @param vocabulary how many token ids there are
 * @param hidden width of the residual stream
 * @param layers decoder blocks
 * @param heads query heads
 * @param keyValueHeads key and value heads, a divisor of {@code heads}
 * @param headSize numbers in a head
 * @param intermediate width of the SwiGLU
 * @param context most tokens of a sequence, prompt and response together
 * @param normEpsilon added to the mean square in RMSNorm
 * @param ropeTheta base of the rotary angles
 * @param tied whether the vocabulary head is the embedding
 * @param scalar whether the network ends in one number (score, value) instead of the vocabulary
 * @param bosToken begin-of-sequence id, or -1
 * @param eosTokens ids that end a response; may be empty
 * @param padToken padding id, or -1
 */
public record ModelConfig(
        int vocabulary,
        int hidden,
        int layers,
        int heads,
        int keyValueHeads,
        int headSize,
        int intermediate,
        int context,
        double normEpsilon,
        double ropeTheta,
        boolean tied,
        boolean scalar,
        int bosToken,
        List<Integer> eosTokens,
        int padToken) {

    public ModelConfig {
        eosTokens = List.copyOf(eosTokens);
    }

    /** The same trunk with the other kind of head. */
    public ModelConfig withScalar(boolean scalarHead) {
        return new ModelConfig(
                vocabulary,
                hidden,
                layers,
                heads,
                keyValueHeads,
                headSize,
                intermediate,
                context,
                normEpsilon,
                ropeTheta,
                tied && !scalarHead,
                scalarHead,
                bosToken,
                eosTokens,
                padToken);
    }
}
