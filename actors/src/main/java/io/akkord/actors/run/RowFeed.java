package io.akkord.actors.run;

import io.akkord.actors.node.StageWork;
import io.akkord.algorithms.UserError;
import io.akkord.algorithms.experience.Column;
import io.akkord.algorithms.experience.ColumnContent;
import io.akkord.algorithms.experience.Experience;
import io.akkord.algorithms.experience.MiniBatches;
import io.akkord.algorithms.experience.Prompt;
import io.akkord.algorithms.experience.Row;
import io.akkord.algorithms.experience.Rows;
import io.akkord.algorithms.experience.Sequence;
import io.akkord.algorithms.experience.TextCodec;
import io.akkord.algorithms.workflow.Step;
import io.akkord.algorithms.workflow.Workflow;
import io.akkord.configs.Experiment;
import io.akkord.configs.RuntimeSettings;
import io.akkord.configs.rows.DataSources;
import io.akkord.placement.cost.Workload;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Hands each iteration its rows of the experiment's data, tokenised.
 *
 * <p>Rows are walked epoch after epoch, each in an order shuffled by the seed. Which rows an iteration gets is a function
 * of the seed and its number alone, so there is no cursor to lose. What a frozen network says of a row never changes: it
 * may be kept beside the rows, and is handed out with them.
 *
 * @param sources rows by column
 * @param kept columns that were computed once for the rows
 * @param evaluation rows by which the stage is judged, by column name
 * @param batch rows of one iteration
 */
record RowFeed(
        Map<Column<?>, Rows<?>> sources, List<Kept> kept, Map<String, ColumnContent> evaluation, long seed, int batch) {

    /** A column that was computed once for all rows of a source. */
    record Kept(Column<?> source, String name, ColumnContent content) {}

    /**
     * Reads and tokenises the data of a stage's source columns.
     *
     * @throws UserError naming the row that does not fit the model's context, or the data that is too small
     */
    static RowFeed open(Experiment experiment, StageWork work, TextCodec codec) {
        var text = new RowEncoding(codec);
        DataSources data = experiment.data();
        long seed = experiment.seed();
        int batch = work.stage().batch() * work.workflow().draws();
        var sources = new LinkedHashMap<Column<?>, Rows<?>>();
        for (Column<?> column : work.workflow().sources()) {
            Rows<?> rows = new Rows<>(read(column, data, seed, text));
            if (rows.size() < batch) {
                throw new UserError("batch: an iteration takes " + batch + " rows and data." + column.name() + " has "
                        + rows.size() + "; use a smaller batch or more data");
            }
            sources.put(column, rows);
        }
        var evaluation = new LinkedHashMap<String, ColumnContent>();
        for (Column<?> column : work.evaluation().sources()) {
            evaluation.put(column.name(), heldOut(column, experiment, text));
        }
        return new RowFeed(sources, List.of(), evaluation, seed, batch);
    }

    private static List<? extends Row> read(Column<?> column, DataSources data, long seed, RowEncoding text) {
        if (column.equals(Column.PROMPTS)) {
            return text.prompts(data.prompts(seed));
        } else if (column.equals(Column.DEMONSTRATIONS)) {
            return text.demonstrations(data.demonstrations(seed));
        } else if (column.equals(Column.PAIRS)) {
            return text.pairs(data.pairs(seed));
        } else if (column.equals(Column.LABELLED)) {
            return text.labelled(data.labelled(seed));
        }
        throw new UserError(
                "the algorithm reads column " + column.name()
                        + ", which no step yields and no data set fills; data can fill prompts, demonstrations, pairs and labelled");
    }

    private static Rows<?> heldOut(Column<?> column, Experiment experiment, RowEncoding text) {
        int most = experiment.runtime().evaluationPrompts();
        if (column.equals(Column.PROMPTS)) {
            return new Rows<>(cycled(text.prompts(experiment.data().evaluationPrompts(experiment.seed())), most));
        } else if (column.equals(Column.PAIRS)) {
            List<? extends Row> pairs = text.pairs(experiment.data().evaluationPairs(experiment.seed()));
            return new Rows<>(pairs.subList(0, Math.min(most, pairs.size())));
        }
        throw new UserError(
                "the algorithm is judged on column " + column.name() + ", of which no data set holds rows back");
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

    /** Whether rows are met more than once in so many iterations. */
    boolean repeats(int iterations) {
        return sources.values().stream().anyMatch(rows -> (long) iterations * batch > rows.size());
    }

    /** All source rows, by column name. */
    Map<String, ColumnContent> all() {
        var all = new LinkedHashMap<String, ColumnContent>();
        sources.forEach((column, rows) -> all.put(column.name(), rows));
        return all;
    }

    /** A feed that hands out these columns with the rows that they were computed for. */
    RowFeed keeping(Workflow keepable, Experience columns) {
        var more = new ArrayList<Kept>();
        for (Step step : keepable.steps()) {
            if (step instanceof Step.Infer infer) {
                more.add(new Kept(infer.from(), infer.yields().name(), columns.get(infer.yields())));
            }
        }
        return new RowFeed(sources, more, evaluation, seed, batch);
    }

    /** The rows of an iteration and what is kept of them, by column name. */
    Map<String, ColumnContent> rows(int iteration) {
        var picked = new LinkedHashMap<String, ColumnContent>();
        sources.forEach((column, rows) -> {
            int[] places = places(rows.size(), iteration);
            picked.put(column.name(), rows.select(places));
            kept.stream()
                    .filter(each -> each.source().equals(column))
                    .forEach(each -> picked.put(each.name(), each.content().select(places)));
        });
        return picked;
    }

    private int[] places(int rows, int iteration) {
        var places = new int[batch];
        long from = (long) iteration * batch;
        int[] order = new int[0];
        long shuffled = -1;
        for (int i = 0; i < batch; i++) {
            long epoch = (from + i) / rows;
            if (epoch != shuffled) {
                order = MiniBatches.of(rows, 1, 1, seed, epoch).getFirst();
                shuffled = epoch;
            }
            places[i] = order[(int) ((from + i) % rows)];
        }
        return places;
    }

    /** What an iteration asks of the networks, by the mean lengths of its rows. */
    Workload workload(RuntimeSettings runtime) {
        List<Sequence> sequences = new ArrayList<>();
        int rows = 0;
        for (Rows<?> source : sources.values()) {
            sequences.addAll(source.sequences());
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
}
