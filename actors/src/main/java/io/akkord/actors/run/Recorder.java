package io.akkord.actors.run;

import akka.actor.typed.ActorRef;
import java.util.function.Consumer;

/**
 * Where coordinators say what has happened: facts go to the run's journal, which acknowledges them, events to whoever
 * watches the run.
 */
final class Recorder {

    /** A fact is in the journal. */
    record Acknowledged(String subject) {}

    private final ActorRef<RunCoordinator.Command> run;
    private final Consumer<RunEvent> watchers;

    Recorder(ActorRef<RunCoordinator.Command> run, Consumer<RunEvent> watchers) {
        this.run = run;
        this.watchers = watchers;
    }

    void started(String stage, int iteration, String step) {
        announce(new RunEvent.StepStarted(stage, iteration, step));
    }

    /** Records a step; the steps of an evaluation, whose iteration is negative, are acknowledged unrecorded. */
    void finished(
            String stage, int iteration, int attempt, String step, double seconds, ActorRef<Acknowledged> replyTo) {
        announce(new RunEvent.StepFinished(stage, iteration, step, seconds));
        if (iteration < 0) {
            replyTo.tell(new Acknowledged(step));
        } else {
            record(new Fact.StepFinished(stage, iteration, attempt, step, seconds), step, replyTo);
        }
    }

    void record(Fact fact, String subject, ActorRef<Acknowledged> replyTo) {
        run.tell(new RunCoordinator.Record(fact, subject, replyTo));
    }

    void announce(RunEvent event) {
        watchers.accept(event);
    }
}
