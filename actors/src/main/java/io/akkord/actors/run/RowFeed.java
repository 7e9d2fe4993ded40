package io.akkord.actors.run;

import io.akkord.algorithms.UserError;
import io.akkord.algorithms.experience.Column;
import io.akkord.algorithms.experience.ColumnContent;
import io.akkord.algorithms.experience.Demonstration;
import io.akkord.algorithms.experience.MiniBatches;
import io.akkord.algorithms.experience.PreferencePair;
import io.akkord.algorithms.experience.Prompt;
import io.akkord.algorithms.experience.Row;
import io.akkord.algorithms.experience.Rows;
import io.akkord.algorithms.experience.Sequence;
import io.akkord.configs.Experiment;
import io.akkord.configs.RuntimeSettings;
import io.akkord.configs.rows.DemonstrationText;
import io.akkord.configs.rows.PairText;
import io.akkord.configs.rows.PromptText;
import io.akkord.placement.cost.Workload;
import io.akkord.policies.text.Tokenizer;
import io.akkord.policies.transformer.ModelConfig;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Hands each iteration its rows of the experiment's data, tokenised.
 *
 * <p>Rows are walked epoch after epoch, each in an order shuffled by the seed. Which rows an iteration gets is a function
 * of the seed and its number alone, so there is no cursor to lose.
 */
final class RowFeed {

    private final Map<Column<?>, List<? extends Row>> sources;
    private final List<Prompt> evaluation;
    private final long seed;
    private final int batch;

    private RowFeed(Map<Column<?>, List<? extends Row>> sources, List<Prompt> evaluation, long seed, int batch) {
        this.sources = sources;
        this.evaluation = evaluation;
        this.seed = seed;
        this.batch = batch;
    }

    /**
     * Reads and tokenises the data of a stage's source columns.
     *
     * @throws UserError naming the row that does not fit the model's context, or the data that is too small
     */
    static RowFeed open(
            Experiment experiment, Iterable<Column<?>> columns, int batch, Tokenizer tokenizer, ModelConfig model) {
        var text = new Encoding(tokenizer, model);
        var sources = new LinkedHashMap<Column<?>, List<? extends Row>>();
        List<Prompt> evaluation = List.of();
        for (Column<?> column : columns) {
            if (column.equals(Column.PROMPTS)) {
                sources.put(column, text.prompts(experiment.data().prompts(experiment.seed()), "data.prompts"));
                evaluation = cycled(
                        text.prompts(experiment.data().evaluationPrompts(experiment.seed()), "data.prompts"),
                        experiment.runtime().evaluationPrompts());
            } else if (column.equals(Column.DEMONSTRATIONS)) {
                sources.put(column, text.demonstrations(experiment.data().demonstrations(experiment.seed())));
            } else if (column.equals(Column.PAIRS)) {
                sources.put(column, text.pairs(experiment.data().pairs(experiment.seed())));
            } else {
                throw new UserError(
                        "the algorithm reads column " + column.name()
                                + ", which no step yields and no data set fills; data can fill prompts, demonstrations and pairs");
            }
        }
        sources.forEach((column, rows) -> {
            if (rows.size() < batch) {
                throw new UserError("batch: an iteration takes " + batch + " rows and data." + column.name() + " has "
                        + rows.size() + "; use a smaller batch or more data");
            }
        });
        return new RowFeed(sources, evaluation, experiment.seed(), batch);
    }

    /** Exactly {@code count} prompts; where there are fewer, they are asked again, with randomness of their own. */
    private static List<Prompt> cycled(List<Prompt> prompts, int count) {
        var cycled = new ArrayList<Prompt>(count);
        for (int place = 0; place < count && !prompts.isEmpty(); place++) {
            Prompt prompt = prompts.get(place % prompts.size());
            cycled.add(new Prompt(place, prompt.text(), prompt.tokens(), prompt.labels()));
        }
        return cycled;
    }

    /** The rows of an iteration, by column. */
    Map<String, ColumnContent> rows(int iteration) {
        var picked = new LinkedHashMap<String, ColumnContent>();
        sources.forEach((column, rows) -> picked.put(column.name(), pick(rows, iteration)));
        return picked;
    }

    private <R extends Row> Rows<R> pick(List<R> rows, int iteration) {
        var picked = new ArrayList<R>(batch);
        long from = (long) iteration * batch;
        int[] order = new int[0];
        long shuffled = -1;
        for (long place = from; place < from + batch; place++) {
            long epoch = place / rows.size();
            if (epoch != shuffled) {
                order = MiniBatches.of(rows.size(), 1, 1, seed, epoch).getFirst();
                shuffled = epoch;
            }
            picked.add(rows.get(order[(int) (place % rows.size())]));
        }
        return new Rows<>(picked);
    }

    /** What an iteration asks of the networks, by the mean lengths of its rows. */
    Workload workload(RuntimeSettings runtime) {
        List<Sequence> sequences = new ArrayList<>();
        int rows = 0;
        for (var source : sources.values()) {
            source.forEach(row -> sequences.addAll(row.sequences()));
            rows += source.size();
        }
        double prompt =
                sequences.stream().mapToInt(Sequence::promptLength).average().orElse(1);
        double response =
                sequences.stream().mapToInt(Sequence::responseLength).average().orElse(0);
        return new Workload(
                batch,
                Math.max(1, sequences.size() / Math.max(1, rows)),
                (int) Math.ceil(prompt),
                (int) Math.ceil(response),
                runtime.generationBatch(),
                runtime.microBatch());
    }

    /** The prompts by which a stage is judged before and after. */
    Rows<Prompt> evaluation() {
        return new Rows<>(evaluation);
    }

    /** Text to ids: prompts as the tokenizer begins a text, responses plain and ended. */
    private record Encoding(Tokenizer tokenizer, ModelConfig model) {

        List<Prompt> prompts(List<PromptText> texts, String key) {
            var prompts = new ArrayList<Prompt>(texts.size());
            for (int row = 0; row < texts.size(); row++) {
                PromptText text = texts.get(row);
                int[] ids = tokenizer.encode(text.text());
                check(ids.length + 1, key, row);
                if (ids.length == 0) {
                    throw new UserError(key + ": row " + (row + 1) + " has no token; a prompt needs at least one");
                }
                prompts.add(new Prompt(row, text.text(), ids, text.labels()));
            }
            return prompts;
        }

        List<Demonstration> demonstrations(List<DemonstrationText> texts) {
            var rows = new ArrayList<Demonstration>(texts.size());
            for (DemonstrationText text : texts) {
                int[] prompt = tokenizer.encode(text.prompt());
                int[] response = ended(text.response());
                check(prompt.length + response.length, "data.demonstrations", rows.size());
                rows.add(new Demonstration(prompt, response));
            }
            return rows;
        }

        List<PreferencePair> pairs(List<PairText> texts) {
            var rows = new ArrayList<PreferencePair>(texts.size());
            for (PairText text : texts) {
                int[] prompt = tokenizer.encode(text.prompt());
                int[] chosen = ended(text.chosen());
                int[] rejected = ended(text.rejected());
                check(prompt.length + Math.max(chosen.length, rejected.length), "data.pairs", rows.size());
                rows.add(new PreferencePair(prompt, chosen, rejected, text.margin()));
            }
            return rows;
        }

        private int[] ended(String response) {
            int[] ids = tokenizer.encodePlain(response);
            if (model.eosTokens().isEmpty()) {
                return ids;
            }
            int[] ended = Arrays.copyOf(ids, ids.length + 1);
            ended[ids.length] = model.eosTokens().getFirst();
            return ended;
        }

        private void check(int tokens, String key, int row) {
            if (tokens > model.context()) {
                throw new UserError(key + ": row " + (row + 1) + " needs " + tokens
                        + " tokens and the model's context is " + model.context()
                        + "; shorten the row or take a model with a longer context");
            }
        }
    }
}
