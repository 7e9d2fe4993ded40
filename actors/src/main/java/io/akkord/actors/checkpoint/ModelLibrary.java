package io.akkord.actors.checkpoint;

import io.akkord.actors.node.BulkPort;
import io.akkord.actors.node.PublishedNetwork;
import io.akkord.algorithms.UserError;
import io.akkord.algorithms.workflow.Role;
import io.akkord.configs.Experiment;
import io.akkord.configs.ModelSource;
import io.akkord.policies.models.FreshWeights;
import io.akkord.policies.models.ModelDirectory;
import io.akkord.policies.text.BpeTrainer;
import io.akkord.policies.train.OptimizerState;
import io.akkord.policies.transformer.ModelConfig;
import io.akkord.policies.weights.Weights;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Finds the model with which each network of a stage starts, and reads it.
 *
 * <p>In this order: what an earlier stage trained; what the experiment names; else what InstructGPT does: the reference
 * and the judge are the policy as the stage begins, the critic starts as the reward model (or the policy's trunk), and a reward model
 * that is yet to be trained starts as the policy's trunk with a new head.
 */
public final class ModelLibrary {

    private static final int BOS = BpeTrainer.SPECIAL_TOKENS.indexOf("<bos>");
    private static final int EOS = BpeTrainer.SPECIAL_TOKENS.indexOf("<eos>");
    private static final int PAD = BpeTrainer.SPECIAL_TOKENS.indexOf("<pad>");

    private final Experiment experiment;
    private final Path runDirectory;
    private final Map<Role, Path> trained;

    /**
     * Opens a library.
     *
     * @param trained where the networks lie that earlier stages trained
     */
    public ModelLibrary(Experiment experiment, Path runDirectory, Map<Role, Path> trained) {
        this.experiment = experiment;
        this.runDirectory = runDirectory;
        this.trained = new EnumMap<>(Role.class);
        this.trained.putAll(trained);
    }

    /**
     * The policy's folder, whose tokenizer every network of the run shares; made from nothing where the experiment asks
     * for a new model.
     *
     * @param texts what a new tokenizer learns from
     */
    public Path policy(Supplier<Iterable<String>> texts) {
        Path known = trained.get(Role.POLICY);
        if (known != null) {
            return known;
        }
        return switch (experiment.models().get(Role.POLICY)) {
            case ModelSource.Directory(Path path) -> path;
            case ModelSource.Fresh fresh -> fresh(fresh, texts);
            case ModelSource.Known(String name) ->
                throw new UserError(
                        "policy.model: the weights of " + name + " are not here; name a Hugging Face folder");
            case null -> throw new UserError("policy.model: no model given; name a Hugging Face folder");
        };
    }

    /** Where a role's network starts; the folder may hold a network with the other kind of head. */
    private Path start(Role role, Path policy) {
        Path known = trained.get(role);
        if (known != null) {
            return known;
        }
        if (role != Role.POLICY && experiment.models().get(role) instanceof ModelSource.Directory(Path path)) {
            return path;
        }
        return role == Role.CRITIC ? start(Role.REWARD, policy) : policy;
    }

    /**
     * Reads the networks of a stage.
     *
     * @param policy the policy's folder, from {@link #policy}
     * @param resumed the checkpoint from which the stage goes on
     */
    public Map<Role, PublishedNetwork> load(Set<Role> roles, Path policy, Optional<Checkpoint> resumed, BulkPort port) {
        var networks = new EnumMap<Role, PublishedNetwork>(Role.class);
        int vocabulary = ModelDirectory.open(policy).config().vocabulary();
        for (Role role : roles) {
            Optional<Checkpoint> mine = resumed.filter(checkpoint -> checkpoint.has(role));
            Path directory = mine.map(checkpoint -> checkpoint.directory(role)).orElseGet(() -> start(role, policy));
            ModelDirectory model = ModelDirectory.open(directory);
            if (model.config().vocabulary() != vocabulary) {
                throw new UserError(role.key() + ".model: " + directory + " has a vocabulary of "
                        + model.config().vocabulary() + " tokens and the policy " + policy + " one of " + vocabulary
                        + "; all networks of a run must share a tokenizer");
            }
            networks.put(role, publish(role, model, mine, port));
        }
        return networks;
    }

    /** Reads the networks of earlier boundaries that are yet to write responses when a stage goes on, by boundary. */
    public Map<Integer, Map<Role, PublishedNetwork>> older(Checkpoint resumed, BulkPort port) {
        var older = new TreeMap<Integer, Map<Role, PublishedNetwork>>();
        resumed.state().older().forEach((boundary, updates) -> {
            var networks = new EnumMap<Role, PublishedNetwork>(Role.class);
            updates.forEach((key, seen) -> {
                Role role = Role.valueOf(key.toUpperCase(Locale.ROOT));
                ModelDirectory model =
                        ModelDirectory.open(resumed.older(boundary).directory(role));
                networks.put(role, published(role, model, seen, Optional.empty(), port));
            });
            older.put(boundary, networks);
        });
        return older;
    }

    private PublishedNetwork publish(Role role, ModelDirectory model, Optional<Checkpoint> resumed, BulkPort port) {
        long updates = resumed.map(checkpoint -> checkpoint.state().updates().getOrDefault(role.key(), 0L))
                .orElse(0L);
        return published(
                role, model, updates, resumed.flatMap(checkpoint -> checkpoint.optimizer(role, updates)), port);
    }

    private PublishedNetwork published(
            Role role, ModelDirectory model, long updates, Optional<OptimizerState> moments, BulkPort port) {
        return new PublishedNetwork(
                role,
                model.config().withScalar(role.isScalar()),
                updates,
                null,
                List.of(new PublishedNetwork.Piece(
                        port.put(headed(role, model)),
                        moments.map(state -> port.put(state.first())).orElse(null),
                        moments.map(state -> port.put(state.second())).orElse(null))));
    }

    private Weights headed(Role role, ModelDirectory model) {
        boolean scalar = model.config().scalar();
        if (role.isScalar() == scalar) {
            return model.weights();
        }
        if (scalar) {
            throw new UserError(role.key() + ".model: " + model.path()
                    + " ends in a score, not in a vocabulary; name a causal language model");
        }
        return FreshWeights.asScalar(
                model.config().withScalar(true), model.weights(), experiment.seed() + role.ordinal());
    }

    private Path fresh(ModelSource.Fresh shape, Supplier<Iterable<String>> texts) {
        Path directory = runDirectory.resolve("models").resolve("policy");
        if (Files.exists(directory.resolve("config.json"))) {
            return directory;
        }
        Path tokenizer = runDirectory.resolve("models").resolve("tokenizer");
        int vocabulary = BpeTrainer.train(
                texts.get(), shape.vocabulary(), BpeTrainer.SPECIAL_TOKENS, tokenizer.resolve("tokenizer.json"));
        var config = new ModelConfig(
                vocabulary,
                shape.hidden(),
                shape.layers(),
                shape.heads(),
                shape.keyValueHeads(),
                shape.hidden() / shape.heads(),
                shape.intermediate(),
                shape.context(),
                1e-5,
                10_000,
                true,
                false,
                BOS,
                List.of(EOS),
                PAD);
        ModelDirectory.write(directory, config, FreshWeights.create(config, experiment.seed()), tokenizer);
        return directory;
    }
}
