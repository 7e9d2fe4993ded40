package io.akkord.actors.run;

import io.akkord.actors.cluster.HostMessages;
import io.akkord.actors.jobs.DeskProtocol;
import io.akkord.actors.node.ModelWorker;
import io.akkord.actors.node.NodeAgent;
import io.akkord.actors.node.RewardWorker;
import io.akkord.actors.node.Shard;
import io.akkord.actors.node.StepCall;
import io.akkord.actors.wire.WireTable;
import io.akkord.policies.transformer.ModelConfig;

/** The messages that may cross from node to node, and their numbers on the wire; append only. */
public final class Messages {

    public static final WireTable TABLE = DeskProtocol.in(HostMessages.in(WireTable.core()
            .from(
                    200,
                    ModelConfig.class,
                    Shard.class,
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
                    NodeAgent.StopWorker.class)));

    private Messages() {}
}
