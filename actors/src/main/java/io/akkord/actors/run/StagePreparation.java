package io.akkord.actors.run;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.javadsl.Behaviors;
import io.akkord.actors.node.StageWork;
import java.util.concurrent.CompletableFuture;

/** The beginning of a stage: reads its data and models off the actors' threads, then becomes its coordinator. */
final class StagePreparation {

    private StagePreparation() {}

    /**
     * Starts, or goes on with, a stage.
     *
     * @param site where the run happens and with what
     * @param start where to begin: networks of earlier stages, the checkpoint of this one
     */
    static Behavior<StageCoordinator.Command> create(
            RunSite site, StageWork work, StageStart start, ActorRef<StageOutcome> replyTo) {
        return Behaviors.setup(context -> {
            var blocking = context.getSystem().dispatchers().lookup(DispatcherSelector.blocking());
            context.pipeToSelf(
                    CompletableFuture.supplyAsync(() -> site.gather(work, start), blocking),
                    StageCoordinator.Supplied::new);
            return Behaviors.receive(StageCoordinator.Command.class)
                    .onMessage(
                            StageCoordinator.Supplied.class,
                            supplied -> supplied.supplies() == null
                                    ? end(site, replyTo, Failures.of(supplied.error()))
                                    : StageCoordinator.create(site, work, start, supplied.supplies(), replyTo))
                    .onMessage(StageCoordinator.Stop.class, stop -> end(site, replyTo, new StageOutcome.Stopped()))
                    .build();
        });
    }

    private static Behavior<StageCoordinator.Command> end(
            RunSite site, ActorRef<StageOutcome> replyTo, StageOutcome outcome) {
        site.stopWorkers();
        replyTo.tell(outcome);
        return Behaviors.stopped();
    }
}
