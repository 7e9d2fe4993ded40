package io.akkord.algorithms;

import static io.akkord.algorithms.experience.Column.PROMPTS;
import static io.akkord.algorithms.workflow.WorkflowBuilder.compute;
import static io.akkord.algorithms.workflow.WorkflowBuilder.generate;

import io.akkord.algorithms.estimate.GroupAdvantage;
import io.akkord.algorithms.experience.Column;
import io.akkord.algorithms.experience.Experience;
import io.akkord.algorithms.experience.Metrics;
import io.akkord.algorithms.experience.Prompt;
import io.akkord.algorithms.experience.Rollout;
import io.akkord.algorithms.experience.Rows;
import io.akkord.algorithms.experience.Scores;
import io.akkord.algorithms.workflow.Role;
import io.akkord.algorithms.workflow.Sampling;
import io.akkord.algorithms.workflow.Scoring;
import io.akkord.algorithms.workflow.Step.Compute.Computed;
import io.akkord.algorithms.workflow.WorkflowBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * DAPO's dynamic sampling, Yu et al. 2025, section 3.2: prompts whose responses all score the same teach nothing, so others
 * are asked until the batch is full.
 *
 * <p>The rounds are written out as steps. The iteration draws {@code rounds} batches of prompts; the first round asks a
 * batch, each further one only as many as are still missing, which may be none. What is left over is cut, and where too
 * few groups are left after the last round, training makes do with those. The first round's rollouts and scores stand in
 * the usual columns, so that an evaluation, which looks at those alone, walks one round and sees an unbiased sample.
 *
 * @param sampling how responses are drawn
 * @param rounds at most, at least 2
 */
record DynamicSampling(Sampling sampling, int rounds) {

    static final Column<Rows<Rollout>> ROLLOUTS = Column.rows("kept-rollouts");
    static final Column<Scores> RAW_SCORES = Column.scores("kept-raw-scores");
    static final Column<Scores> SCORES = Column.scores("kept-scores");

    /** Lists the steps that end in the kept columns. */
    void addTo(WorkflowBuilder workflow, Scoring scoring) {
        workflow.drawing(rounds);
        for (int round = 1; round <= rounds; round++) {
            int now = round;
            workflow.then(compute("draw-" + now, in -> draw(in, now))
                            .from(answered(now - 1, List.of(PROMPTS)))
                            .yields(prompts(now)))
                    .then(generate(Role.POLICY, sampling).from(prompts(now)).yields(rollouts(now)))
                    .thenScore(scoring, rollouts(now), raw(now), scores(now));
        }
        List<Column<?>> scored = IntStream.rangeClosed(1, rounds)
                .<Column<?>>mapToObj(this::scores)
                .toList();
        var all = new ArrayList<Column<?>>(scored);
        all.addFirst(PROMPTS);
        workflow.then(compute("keep", this::keep).from(answered(rounds, all)).yields(ROLLOUTS, RAW_SCORES, SCORES));
    }

    private Column<Rows<Prompt>> prompts(int round) {
        return Column.rows("prompts-" + round);
    }

    private Column<Rows<Rollout>> rollouts(int round) {
        return round == 1 ? Column.ROLLOUTS : Column.rows("rollouts-" + round);
    }

    private Column<Scores> raw(int round) {
        return round == 1 ? Column.RAW_SCORES : Column.scores("raw-scores-" + round);
    }

    private Column<Scores> scores(int round) {
        return round == 1 ? Column.SCORES : Column.scores("scores-" + round);
    }

    /** Some columns, and what the first rounds were answered. */
    private Column<?>[] answered(int lastRound, List<Column<?>> also) {
        var columns = new ArrayList<>(also);
        for (int round = 1; round <= lastRound; round++) {
            columns.add(rollouts(round));
            columns.add(raw(round));
        }
        return columns.toArray(Column<?>[]::new);
    }

    private Computed draw(Experience in, int round) {
        int asked = 0;
        int kept = 0;
        for (int before = 1; before < round; before++) {
            asked += in.get(rollouts(before)).size() / sampling.samples();
            kept += varying(in, before).length;
        }
        int missing = Math.max(0, batch(in) - kept);
        int[] next = IntStream.range(asked, asked + missing).toArray();
        return new Computed(
                Experience.empty().with(prompts(round), in.get(PROMPTS).select(next)), new Metrics());
    }

    private int batch(Experience in) {
        return in.get(PROMPTS).size() / rounds;
    }

    /** The groups of a round that can teach. */
    private int[] varying(Experience in, int round) {
        double[] raw = in.get(raw(round)).values();
        int[] groups = IntStream.range(0, raw.length)
                .map(row -> row / sampling.samples())
                .toArray();
        return GroupAdvantage.varies(raw, groups).entrySet().stream()
                .filter(entry -> entry.getValue())
                .mapToInt(entry -> entry.getKey())
                .toArray();
    }

    private Computed keep(Experience in) {
        var rollouts = new ArrayList<Rollout>();
        var raw = new ArrayList<Double>();
        var scores = new ArrayList<Double>();
        var metrics = new Metrics();
        int batch = batch(in);
        int found = 0;
        for (int round = 1; round <= rounds; round++) {
            int asked = in.get(rollouts(round)).size() / sampling.samples();
            int[] groups = varying(in, round);
            metrics.add("frac_reward_zero_std", asked - groups.length, asked);
            metrics.add("sampling/rounds", asked > 0 ? 1 : 0, round == 1 ? 1 : 0);
            int[] rows = IntStream.of(groups)
                    .limit(Math.max(0, batch - found))
                    .flatMap(group -> IntStream.range(group * sampling.samples(), (group + 1) * sampling.samples()))
                    .toArray();
            found += groups.length;
            rollouts.addAll(in.get(rollouts(round)).select(rows).items());
            for (int row : rows) {
                raw.add(in.get(raw(round)).values()[row]);
                scores.add(in.get(scores(round)).values()[row]);
            }
        }
        metrics.add("sampling/missing_groups", Math.max(0, batch - found));
        metrics.add("sampling/surplus_groups", Math.max(0, found - batch));
        return new Computed(
                Experience.empty()
                        .with(ROLLOUTS, new Rows<>(rollouts))
                        .with(RAW_SCORES, column(raw))
                        .with(SCORES, column(scores)),
                metrics);
    }

    private static Scores column(List<Double> values) {
        return new Scores(values.stream().mapToDouble(value -> value).toArray());
    }
}
