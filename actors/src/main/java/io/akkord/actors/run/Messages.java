package io.akkord.actors.run;

import io.akkord.actors.cluster.HostMessages;
import io.akkord.actors.jobs.DeskProtocol;
import io.akkord.actors.node.Fetch;
import io.akkord.actors.node.Holding;
import io.akkord.actors.node.ModelWorker;
import io.akkord.actors.node.NodeAgent;
import io.akkord.actors.node.PublishedNetwork;
import io.akkord.actors.node.RewardWorker;
import io.akkord.actors.node.Seat;
import io.akkord.actors.node.StepCall;
import io.akkord.actors.wire.WireTable;
import io.akkord.placement.cluster.Layout;
import io.akkord.placement.cluster.Mesh;
import io.akkord.placement.cluster.Parallelism;
import io.akkord.placement.cost.Recompute;
import io.akkord.policies.transformer.ModelConfig;

/** The messages that may cross from node to node, and their numbers on the wire; append only. */
public final class Messages {

    public static final WireTable TABLE = DeskProtocol.in(HostMessages.in(WireTable.core()
            .from(
                    200,
                    ModelConfig.class,
                    PublishedNetwork.class,
                    StepCall.class,
                    StepCall.Done.class,
                    StepCall.Failed.class,
                    StepCall.Fault.class,
                    NodeAgent.StartWorker.class,
                    NodeAgent.StartRewardWorker.class,
                    NodeAgent.StopWorkers.class,
                    NodeAgent.WorkerStarted.class,
                    NodeAgent.RewardWorkerStarted.class,
                    ModelWorker.Refit.class,
                    ModelWorker.Perform.class,
                    ModelWorker.Cancel.class,
                    ModelWorker.Refitted.class,
                    ModelWorker.RefitFailed.class,
                    RewardWorker.Perform.class,
                    RewardWorker.Judge.class,
                    NodeAgent.StopWorker.class,
                    PublishedNetwork.Piece.class,
                    Fetch.class,
                    Fetch.Part.class,
                    Seat.class,
                    Seat.Training.class,
                    Seat.Gang.class,
                    Seat.Member.class,
                    Holding.class,
                    ModelWorker.Release.class,
                    NodeAgent.NotStarted.class,
                    Layout.class,
                    Parallelism.class,
                    Mesh.class,
                    Mesh.Span.class,
                    Recompute.class,
                    Seat.Roster.class,
                    ModelWorker.Meet.class)));

    private Messages() {}
}
