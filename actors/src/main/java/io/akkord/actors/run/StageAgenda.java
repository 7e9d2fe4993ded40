package io.akkord.actors.run;

import io.akkord.actors.node.StageWork;
import io.akkord.algorithms.experience.Experience;
import io.akkord.algorithms.workflow.Workflow;
import io.akkord.configs.Experiment;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** What a stage does one after the other, and which graph it walks for that. */
final class StageAgenda {

    /** A part of a stage. */
    enum Phase {
        /** Compute once what the data set alone decides. */
        KEEP,
        EVALUATE_BEFORE,
        ITERATE,
        EVALUATE_AFTER,
        END
    }

    private final StageWork work;
    private final Workflow kept;
    private final Workflow rollouts;
    private final Deque<Phase> ahead = new ArrayDeque<>();
    private RowFeed feed;

    /**
     * The agenda of a stage that begins or goes on.
     *
     * @param evaluatedBefore whether the evaluation before the first update is a fact already
     */
    StageAgenda(Experiment experiment, StageWork work, RowFeed feed, boolean evaluatedBefore) {
        this.work = work;
        this.feed = feed;
        Workflow keepable = work.workflow().keepable();
        this.kept = feed.repeats(work.stage().iterations()) ? keepable : keepable.without(keepable);
        this.rollouts = experiment.plan().staleness() > 0 ? work.workflow().rollouts() : keepable.without(keepable);
        boolean judged = !work.evaluation().steps().isEmpty();
        if (!kept.steps().isEmpty()) {
            ahead.add(Phase.KEEP);
        }
        if (judged && !evaluatedBefore) {
            ahead.add(Phase.EVALUATE_BEFORE);
        }
        ahead.add(Phase.ITERATE);
        if (judged) {
            ahead.add(Phase.EVALUATE_AFTER);
        }
        ahead.add(Phase.END);
    }

    Phase phase() {
        return ahead.element();
    }

    boolean isAt(Phase phase) {
        return phase() == phase;
    }

    /** Turns to what comes next. */
    void turn() {
        ahead.remove();
    }

    /** Leaves out whatever else was planned. */
    void end() {
        ahead.retainAll(List.of(Phase.END));
    }

    /** What is walked once, over all rows of the data. */
    Workflow kept() {
        return kept;
    }

    /** Hands out what was computed once with the rows from now on. */
    void keep(Experience columns) {
        feed = feed.keeping(kept, columns);
    }

    RowFeed feed() {
        return feed;
    }

    /** What is walked in each iteration, once what is written ahead is there. */
    Workflow iteration() {
        return work.workflow().without(kept).without(rollouts);
    }

    /** What is walked for coming iterations while one trains; nothing unless the plan allows stale weights. */
    Workflow rollouts() {
        return rollouts;
    }

    /** The graph by which the stage is judged. */
    Workflow evaluation() {
        return work.evaluation();
    }
}
