package io.akkord.actors.node;

import io.akkord.actors.collective.CollectiveHub;
import io.akkord.configs.Experiment;
import java.util.Map;
import java.util.Objects;

/**
 * What all workers of a node share: the experiment, its stages, the port to the bulk lane, and where ranks meet.
 *
 * @param works stages by name
 */
record NodeSite(
        Experiment experiment, Map<String, StageWork> works, BulkPort port, SharedFetches fetches, CollectiveHub hub) {

    static NodeSite of(Experiment experiment, BulkPort port, CollectiveHub hub) {
        return new NodeSite(experiment, StageWork.of(experiment), port, new SharedFetches(port), hub);
    }

    StageWork work(String stage) {
        return Objects.requireNonNull(works.get(stage), stage);
    }
}
