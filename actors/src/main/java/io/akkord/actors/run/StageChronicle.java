package io.akkord.actors.run;

import akka.actor.typed.ActorRef;
import io.akkord.actors.checkpoint.CheckpointKeeper;
import io.akkord.actors.metrics.MetricsJournal;
import io.akkord.actors.node.StageWork;
import io.akkord.placement.plan.Plan;
import io.akkord.placement.plan.Replanning;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells what a stage does to all who want to know: facts to the run's journal, which acknowledges them to the stage;
 * events to whoever watches; lines to the files of the run directory.
 */
final class StageChronicle {

    /** What an acknowledgement is for. */
    enum Subject {
        ITERATION,
        EVALUATION,
        REPEAT,
        CHECKPOINT
    }

    /** At INFO, since the launcher tells warnings to standard error and its progress tells this one there already. */
    private static final Logger LOG = LoggerFactory.getLogger(StageChronicle.class);

    private final RunSite site;
    private final StageWork work;
    private final ActorRef<Recorder.Acknowledged> acknowledged;
    private Optional<Evaluation> before;

    /**
     * A chronicle.
     *
     * @param before the evaluation before the first update, where that is a fact already
     */
    StageChronicle(
            RunSite site, StageWork work, Optional<Evaluation> before, ActorRef<Recorder.Acknowledged> acknowledged) {
        this.site = site;
        this.work = work;
        this.before = before;
        this.acknowledged = acknowledged;
    }

    void begun(Plan plan, int iteration) {
        site.metrics().tell(new MetricsJournal.Planned(name(), plan));
        site.recorder().announce(new RunEvent.Planned(name(), plan.description()));
        site.recorder()
                .announce(new RunEvent.StageStarted(
                        name(), work.workflow().name(), iteration, work.stage().iterations()));
    }

    /** Tells that networks move after so many iterations; the files show the new plan from now on. */
    void replanned(int done, Replanning.Proposal proposal) {
        LOG.info("replanned after iteration {}: {}", done, proposal.description());
        site.metrics().tell(new MetricsJournal.Planned(name(), proposal.better()));
        site.recorder().announce(new RunEvent.Replanned(name(), done, proposal.description()));
    }

    /** Records that an iteration is done; acknowledged as {@link Subject#ITERATION}. */
    void walked(int iteration) {
        record(new Fact.IterationFinished(name(), iteration), Subject.ITERATION);
    }

    /** Publishes the metrics of an iteration that is a fact; {@code done} counts from 1. */
    void measured(int done, Map<String, Double> metrics) {
        int of = work.stage().iterations();
        site.metrics().tell(new MetricsJournal.Iteration(name(), done, of, metrics));
        site.recorder().announce(new RunEvent.IterationFinished(name(), done, of, metrics));
    }

    /** Records an evaluation; acknowledged as {@link Subject#EVALUATION}. */
    void evaluated(EvaluationCoordinator.Evaluated evaluated) {
        Evaluation evaluation = evaluated.evaluation();
        site.metrics().tell(new MetricsJournal.Samples(evaluated.samples()));
        site.recorder().announce(new RunEvent.Evaluated(name(), evaluation.when(), evaluation.mean(), evaluation.sd()));
        before.flatMap(first -> ProxyGold.of(first, evaluation))
                .flatMap(gains -> gains.alarm(name()))
                .ifPresent(this::gamed);
        before = before.or(() -> Optional.of(evaluation));
        record(new Fact.Evaluated(name(), evaluation), Subject.EVALUATION);
    }

    /** For people: a line of the run's log, and an event. */
    private void gamed(String sentence) {
        LOG.info("warning: {}", sentence);
        site.recorder().announce(new RunEvent.RewardGamed(name(), sentence));
    }

    /** Records that an iteration begins again; acknowledged as {@link Subject#REPEAT}. */
    void repeated(int iteration, int attempt, String reason) {
        site.recorder().announce(new RunEvent.IterationRepeated(name(), iteration, reason));
        record(new Fact.IterationRepeated(name(), iteration, attempt, reason), Subject.REPEAT);
    }

    /** Records a checkpoint; acknowledged as {@link Subject#CHECKPOINT}. */
    void saved(CheckpointKeeper.Saved saved) {
        String path = saved.path().toString();
        int iteration = saved.state().iteration();
        site.recorder().announce(new RunEvent.CheckpointWritten(path, iteration));
        record(new Fact.CheckpointWritten(name(), iteration, path), Subject.CHECKPOINT);
    }

    /** All that an iteration measured: what its steps said, and how long they took. */
    static Map<String, Double> metrics(IterationCoordinator.Finished finished, double seconds) {
        var values = new LinkedHashMap<>(finished.metrics().values());
        finished.seconds().forEach((step, took) -> values.put("time/" + step, took));
        finished.busySeconds().forEach((step, took) -> {
            if (took > 0) {
                values.put("busy/" + step, took);
            }
        });
        values.put("time/iteration", seconds);
        return values;
    }

    private void record(Fact fact, Subject subject) {
        site.recorder().record(fact, subject.name(), acknowledged);
    }

    private String name() {
        return work.stage().name();
    }
}
