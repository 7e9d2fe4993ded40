package io.akkord.actors.cli;

import io.akkord.algorithms.UserError;
import io.akkord.algorithms.experience.Sequence;
import io.akkord.algorithms.workflow.Sampling;
import io.akkord.policies.LanguageModel;
import io.akkord.policies.generate.Completion;
import io.akkord.policies.generate.Request;
import io.akkord.policies.generate.RunKey;
import io.akkord.policies.generate.StopRule;
import io.akkord.policies.models.ModelDirectory;
import io.akkord.policies.tensor.Device;
import io.akkord.policies.tensor.Precision;
import io.akkord.policies.text.Tokenizer;
import io.akkord.policies.transformer.ModelConfig;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** A model folder that answers: its network on a device of its own, and its tokenizer. */
final class Speaker implements AutoCloseable {

    private final ModelConfig config;
    private final Tokenizer tokenizer;
    private final Device device;
    private final LanguageModel model;

    private Speaker(ModelConfig config, Tokenizer tokenizer, Device device, LanguageModel model) {
        this.config = config;
        this.tokenizer = tokenizer;
        this.device = device;
        this.model = model;
    }

    static Speaker open(Path folder) {
        return open(folder, Precision.FLOAT32);
    }

    static Speaker open(Path folder, Precision precision) {
        var directory = ModelDirectory.open(folder);
        var config = directory.config();
        if (config.scalar()) {
            throw new UserError(
                    folder + " scores text and cannot write any: its config.json names a sequence classifier");
        }
        var tokenizer = Tokenizer.open(folder);
        tokenizer.checkFits(config);
        var device = Device.open("cpu0", interval -> {});
        var model = device.submit("", () -> LanguageModel.create(config, directory.weights(), precision))
                .join();
        return new Speaker(config, tokenizer, device, model);
    }

    Tokenizer tokenizer() {
        return tokenizer;
    }

    /** Ids of a prompt, at least one of them. */
    int[] prompt(String text) {
        var ids = tokenizer.encode(text);
        if (ids.length == 0) {
            throw new UserError("the prompt is empty and this tokenizer adds no first token: give it a word");
        }
        if (ids.length > config.context()) {
            throw new UserError("the prompt has " + ids.length + " tokens, but the model reads at most "
                    + config.context() + ": shorten it");
        }
        return ids;
    }

    /** How many tokens fit after a prompt. */
    int room(int[] prompt) {
        return config.context() - prompt.length;
    }

    /** Whether half of the context is left after a prompt. */
    boolean leavesHalf(String prompt) {
        return tokenizer.encode(prompt).length <= config.context() / 2;
    }

    /** One response. {@code stop} sees it grow on the device's thread. */
    Completion answer(int[] prompt, Sampling sampling, long seed, StopRule stop) {
        var request = new Request(prompt, 0, 0);
        return device.submit(
                        "",
                        () -> model.generate(List.of(request), sampling, new RunKey(seed, 0), stop, 1, () -> {})
                                .getFirst())
                .join();
    }

    /** Log-probs {@code [prompt tokens - 1]} of each prompt token after the first, given those before it, in nats. */
    double[] logprobs(int[] prompt, double temperature) {
        var first = new int[] {prompt[0]};
        var rest = Arrays.copyOfRange(prompt, 1, prompt.length);
        var sequence = Sequence.of(first, rest);
        return device.submit("", () -> model.logprobs(List.of(sequence), temperature, 1, () -> {}))
                .join()
                .values()[0];
    }

    /** Log-probs {@code [vocabulary]} of every token that might come after a prompt, in nats. */
    double[] continuations(int[] prompt) {
        var sequences = IntStream.range(0, config.vocabulary())
                .mapToObj(token -> Sequence.of(prompt, new int[] {token}))
                .toList();
        var grid = device.submit("", () -> model.logprobs(sequences, 1, 128, () -> {}))
                .join();
        return Arrays.stream(grid.values()).mapToDouble(row -> row[0]).toArray();
    }

    @Override
    public void close() {
        device.submit("", () -> {
                    model.close();
                    return true;
                })
                .join();
        device.close();
        tokenizer.close();
    }
}
