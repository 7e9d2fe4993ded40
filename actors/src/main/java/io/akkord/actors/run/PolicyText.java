package io.akkord.actors.run;

import io.akkord.algorithms.experience.TextCodec;
import io.akkord.policies.models.ModelDirectory;
import io.akkord.policies.text.Tokenizer;
import io.akkord.policies.transformer.ModelConfig;
import java.nio.file.Path;

/** The policy's tokenizer, which all networks of a run share, with the special ids and the context of its model. */
final class PolicyText implements TextCodec, AutoCloseable {

    private final Tokenizer tokenizer;
    private final ModelConfig model;

    private PolicyText(Tokenizer tokenizer, ModelConfig model) {
        this.tokenizer = tokenizer;
        this.model = model;
    }

    /**
     * Opens the tokenizer of a model folder.
     *
     * @throws io.akkord.algorithms.UserError if there is none, or it does not fit the model
     */
    static PolicyText open(Path policy) {
        ModelConfig model = ModelDirectory.open(policy).config();
        Tokenizer tokenizer = Tokenizer.open(policy);
        tokenizer.checkFits(model);
        return new PolicyText(tokenizer, model);
    }

    @Override
    public int[] prompt(String text) {
        return tokenizer.encode(text);
    }

    @Override
    public int[] continuation(String text) {
        return tokenizer.encodePlain(text);
    }

    @Override
    public int context() {
        return model.context();
    }

    @Override
    public int[] end() {
        return model.eosTokens().stream().limit(1).mapToInt(Integer::intValue).toArray();
    }

    @Override
    public String text(int[] ids) {
        return tokenizer.decode(ids);
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}
