package io.akkord.policies.generate;

import io.akkord.algorithms.UserError;
import io.akkord.algorithms.workflow.Sampling;
import io.akkord.policies.parallel.Groups;
import io.akkord.policies.tensor.Cancellation;
import io.akkord.policies.transformer.PromptGroups;
import io.akkord.policies.transformer.TrunkShard;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Answers requests in batches of prompts of similar length, those to one prompt together. */
public final class Generator implements AutoCloseable {

    private final TrunkShard trunk;
    private final Groups groups;
    private final Sampler sampler = new Sampler();

    /** A generator of what the ranks of these groups hold together. */
    public Generator(TrunkShard trunk, Groups groups) {
        this.trunk = trunk;
        this.groups = groups;
    }

    /**
     * Samples one response a request, in the order of the requests.
     *
     * @throws UserError if a prompt leaves no room for a response in the model's context
     */
    public List<Completion> generate(
            List<Request> requests, Sampling sampling, RunKey key, StopRule stop, int batchRows, Cancellation cancel) {
        return generate(new Blend(List.of(trunk), 0), requests, sampling, key, stop, batchRows, cancel);
    }

    /**
     * The same with another network in each token's distribution; log-probs are those of the mixture.
     *
     * @param coefficient the other network's share, in [0, 1]
     * @throws IllegalArgumentException if the networks' vocabularies or cuts differ
     */
    public List<Completion> generateWith(
            TrunkShard other,
            double coefficient,
            List<Request> requests,
            Sampling sampling,
            RunKey key,
            StopRule stop,
            int batchRows,
            Cancellation cancel) {
        var blend = new Blend(List.of(trunk, other), coefficient);
        return generate(blend, requests, sampling, key, stop, batchRows, cancel);
    }

    private List<Completion> generate(
            Blend blend,
            List<Request> requests,
            Sampling sampling,
            RunKey key,
            StopRule stop,
            int batchRows,
            Cancellation cancel) {
        requests.forEach(request -> check(request, blend.context()));
        int[] order = PromptGroups.longestPromptFirst(
                requests.stream().map(Request::prompt).toList());
        int size = Math.max(1, Math.ceilDiv(Math.min(batchRows, order.length), Rotation.seats(trunk.shard())));
        var batches = new ArrayList<List<Request>>();
        for (int start = 0; start < order.length; start += size) {
            batches.add(IntStream.range(start, Math.min(order.length, start + size))
                    .mapToObj(i -> requests.get(order[i]))
                    .toList());
        }
        Function<List<Request>, DecodingBatch> open =
                members -> new DecodingBatch(blend, groups, sampler, members, sampling, key, stop);
        try (var rotation = new Rotation(trunk.shard(), batches, open, cancel)) {
            var completions = new Completion[requests.size()];
            int at = 0;
            for (List<Completion> answers : rotation.run()) {
                for (Completion answer : answers) {
                    completions[order[at++]] = answer;
                }
            }
            return List.of(completions);
        }
    }

    private static void check(Request request, int context) {
        if (request.prompt().length == 0) {
            throw new IllegalArgumentException("prompt " + request.promptIndex() + " has no token");
        }
        if (request.prompt().length >= context) {
            throw new UserError("prompt " + request.promptIndex() + " has " + request.prompt().length
                    + " tokens and leaves no room for a response in the model's context of " + context);
        }
    }

    @Override
    public void close() {
        sampler.close();
    }
}
