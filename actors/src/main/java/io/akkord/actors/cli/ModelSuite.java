package io.akkord.actors.cli;

import io.akkord.algorithms.workflow.Sampling;
import io.akkord.configs.conformance.Judgement;
import io.akkord.configs.conformance.Suite;
import io.akkord.configs.vectors.Value;
import io.akkord.configs.vectors.VectorCase;
import io.akkord.configs.vectors.VectorFile;
import io.akkord.policies.generate.StopRule;
import io.akkord.policies.tensor.Precision;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What a pretrained model says: {@code {text, ids, token_logprobs, ...}}, and the file's {@code greedy_ids} with their text.
 *
 * <p>Read in float64. Logits are compared by their distances from the first, since a distribution knows no more; that and
 * the entropy ask once for each token of the vocabulary, and are skipped where it is large.
 */
final class ModelSuite implements Suite, AutoCloseable {

    private static final double TOLERANCE = 1e-5;
    private static final int LARGEST_VOCABULARY = 4096;

    private final @Nullable Path folder;
    private @Nullable Speaker speaker;

    /** @param folder of the model; null where none is at hand */
    ModelSuite(@Nullable Path folder) {
        this.folder = folder;
    }

    @Override
    public boolean reads(VectorCase one) {
        return one.whole().hasAll("text", "ids") && one.whole().has("token_logprobs");
    }

    @Override
    public List<Judgement> run(VectorCase one) {
        var open = speaker();
        if (open == null) {
            return List.of(Judgement.skipped("model_logprobs", "no --model DIR was given"));
        }
        Value said = one.whole();
        String text = said.get("text").text();
        int[] ids = open.tokenizer().encode(text);
        var judgements = new ArrayList<Judgement>();
        judgements.add(Judgement.compared("model_ids", 0, said.get("ids"), () -> ids));
        double[] logprobs = open.logprobs(ids, 1);
        judgements.add(Judgement.compared("model_logprobs", TOLERANCE, said.get("token_logprobs"), () -> logprobs));
        if (said.has("sum_logprob")) {
            double sum = Arrays.stream(logprobs).sum();
            judgements.add(Judgement.compared("model_logprob_sum", TOLERANCE, said.get("sum_logprob"), () -> sum));
        }
        if (open.tokenizer().vocabulary() > LARGEST_VOCABULARY) {
            judgements.add(Judgement.skipped("model_next", "the vocabulary is too large to ask for every token"));
        } else {
            next(judgements, said, open.continuations(ids));
        }
        return judgements;
    }

    private static void next(List<Judgement> judgements, Value said, double[] distribution) {
        if (said.has("last_logits_first8")) {
            double[] logits = said.get("last_logits_first8").row();
            double worst = IntStream.range(0, logits.length)
                    .mapToDouble(i -> Math.abs(logits[i] - logits[0] - (distribution[i] - distribution[0])))
                    .max()
                    .orElse(0);
            judgements.add(
                    worst <= TOLERANCE
                            ? Judgement.passed("model_logits", "")
                            : Judgement.failed("model_logits", "logits differ by up to " + worst));
        }
        if (said.has("last_argmax")) {
            int best = IntStream.range(0, distribution.length)
                    .reduce(0, (a, b) -> distribution[b] > distribution[a] ? b : a);
            judgements.add(Judgement.compared("model_argmax", 0, said.get("last_argmax"), () -> best));
        }
        if (said.has("last_entropy")) {
            double entropy =
                    Arrays.stream(distribution).map(x -> -Math.exp(x) * x).sum();
            judgements.add(Judgement.compared("model_entropy", TOLERANCE, said.get("last_entropy"), () -> entropy));
        }
    }

    @Override
    public List<Judgement> beside(VectorFile file) {
        if (!file.root().has("greedy_ids")) {
            return List.of();
        }
        var open = speaker();
        if (open == null) {
            return List.of(Judgement.skipped("model_greedy", "no --model DIR was given"));
        }
        int[] expected = Arrays.stream(file.root().get("greedy_ids").row())
                .mapToInt(id -> (int) id)
                .toArray();
        int[] first = {expected[0]};
        var sampling = new Sampling(0, 1, 0, expected.length - 1, 1, List.of());
        int[] response = open.answer(first, sampling, 1, StopRule.none()).response();
        var judgements = new ArrayList<Judgement>();
        int[] all =
                IntStream.concat(Arrays.stream(first), Arrays.stream(response)).toArray();
        judgements.add(Judgement.compared("model_greedy", 0, file.root().get("greedy_ids"), () -> all));
        for (var field : file.root().fields().entrySet()) {
            if (field.getKey().startsWith("greedy_") && field.getKey().endsWith("_text")) {
                String text = open.tokenizer().decode(all);
                judgements.add(Judgement.compared("model_greedy_text", 0, field.getValue(), () -> text));
            }
        }
        return judgements;
    }

    private @Nullable Speaker speaker() {
        if (speaker == null && folder != null) {
            speaker = Speaker.open(folder, Precision.FLOAT64);
        }
        return speaker;
    }

    @Override
    public void close() {
        if (speaker != null) {
            speaker.close();
        }
    }
}
