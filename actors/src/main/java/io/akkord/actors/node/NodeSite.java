package io.akkord.actors.node;

import io.akkord.configs.Experiment;
import java.util.Map;
import java.util.Objects;

/**
 * What all workers of a node share: the experiment, its stages, and the port to the bulk lane.
 *
 * @param works stages by name
 */
record NodeSite(Experiment experiment, Map<String, StageWork> works, BulkPort port) {

    static NodeSite of(Experiment experiment, BulkPort port) {
        return new NodeSite(experiment, StageWork.of(experiment), port);
    }

    StageWork work(String stage) {
        return Objects.requireNonNull(works.get(stage), stage);
    }
}
