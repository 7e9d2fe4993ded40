package io.akkord.actors.run;

import io.akkord.actors.node.StageWork;
import io.akkord.configs.Experiment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The feeds of a run's stages. While one stage learns, the next one's rows are read and tokenised in the background, so
 * that no device waits for them.
 */
final class RowFeeds {

    private final Experiment experiment;
    private final List<StageWork> works;
    private final Map<String, CompletableFuture<RowFeed>> opened = new ConcurrentHashMap<>();

    RowFeeds(Experiment experiment, Iterable<StageWork> works) {
        this.experiment = experiment;
        this.works = new ArrayList<>();
        works.forEach(this.works::add);
    }

    /**
     * The feed of a stage; reads it now where it has not been read ahead, and begins to read the next stage's.
     *
     * @param policy the folder whose tokenizer the run uses
     */
    RowFeed of(StageWork work, Path policy) {
        RowFeed feed = open(work, policy).join();
        int next = works.indexOf(work) + 1;
        if (next < works.size()) {
            var unused = open(works.get(next), policy);
        }
        return feed;
    }

    private CompletableFuture<RowFeed> open(StageWork work, Path policy) {
        return opened.computeIfAbsent(
                work.stage().name(), name -> CompletableFuture.supplyAsync(() -> read(work, policy)));
    }

    private RowFeed read(StageWork work, Path policy) {
        try (var text = PolicyText.open(policy)) {
            return RowFeed.open(experiment, work, text);
        }
    }
}
