package io.akkord.configs;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import io.akkord.algorithms.UserError;
import io.akkord.configs.hocon.ConfigProblems;
import io.akkord.configs.hocon.HoconFiles;
import io.akkord.configs.hocon.Keys;
import io.akkord.configs.hocon.Origins;
import io.akkord.configs.hocon.RecordReader;
import io.akkord.configs.hocon.Section;
import io.akkord.rewards.RowVerifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads a reward alone: by the name of its kind, or from a file that has its section, an experiment's for one. */
public final class RewardReader {

    private RewardReader() {}

    /**
     * Reads and checks a reward that can score texts without any network.
     *
     * @param kindOrFile a kind such as {@code math}, or a HOCON file with a section {@code reward}, or with its keys alone
     * @param workingDirectory the caller's; relative paths are meant from here
     * @throws UserError if there is no such kind or file, something in it is wrong, or it asks a network
     */
    public static RewardSettings read(String kindOrFile, Path workingDirectory) {
        Path file = workingDirectory.resolve(kindOrFile).normalize();
        boolean isFile = !kinds().contains(kindOrFile) && Files.isRegularFile(file);
        if (!isFile && !kinds().contains(kindOrFile)) {
            throw new UserError(
                    "no reward or file is called " + kindOrFile + "; " + Keys.suggestion(kindOrFile, kinds()));
        }
        var origins = new Origins(workingDirectory, isFile ? kindOrFile : "reward " + kindOrFile);
        Config written = isFile
                ? new HoconFiles(origins, Recipe.LIBRARY).file(file)
                : ConfigFactory.parseMap(Map.of("kind", kindOrFile), Origins.COMMAND_LINE);
        RewardSettings settings = settings(section(written, origins, kindOrFile), origins);
        RewardSource source = settings.source();
        if (!settings.isGiven() || !settings.reward().models().isEmpty()) {
            throw new UserError(source.kind() + " scores no text by itself; take a verifier, such as math or ifeval");
        }
        return settings;
    }

    private static ConfigObject section(Config written, Origins origins, String name) {
        try {
            Config resolved = written.resolve();
            if (resolved.hasPath("reward")) {
                return resolved.getObject("reward");
            }
            if (resolved.hasPath("kind")) {
                return resolved.root();
            }
        } catch (ConfigException e) {
            throw origins.error(e.origin(), String.valueOf(e.getMessage()), e);
        }
        throw new UserError(name + " has no section reward { kind = ... }; write one, such as reward { kind = math }");
    }

    private static RewardSettings settings(ConfigObject given, Origins origins) {
        var problems = new ConfigProblems(origins);
        Section section = new Section(given, "reward", problems)
                .withDefaults(Defaults.experiment().toConfig().getObject("reward"));
        var read = new RecordReader(problems, Defaults::of).read(RewardSettings.class, section, List.of());
        problems.throwIfAny();
        return read.orElseThrow();
    }

    /** The kinds that can be named without saying more. */
    public static List<String> kinds() {
        return Arrays.stream(RewardSource.class.getPermittedSubclasses())
                .map(kind -> Keys.kebab(kind.getSimpleName()))
                .toList();
    }

    /**
     * The fields that every row must have beside its response, so that this reward can score it.
     *
     * @return names, two of them joined by {@code |} where either will do
     */
    public static Set<String> fields(RewardSettings settings) {
        var fields = new LinkedHashSet<String>();
        collect(settings.source(), fields);
        return fields;
    }

    private static void collect(RewardSource source, Set<String> fields) {
        switch (source) {
            case RewardSource.ExactMatch(var label, var ignoreCase) -> fields.add(label);
            case RewardSource.StringMatch(var label, var where) -> fields.add(label);
            case RewardSource.F1(var label) -> fields.add(label);
            case RewardSource.ShortAnswer(var label) -> fields.add(label);
            case RewardSource.Math(var label, var strict) -> fields.add(label);
            case RewardSource.Gsm8k(var label) -> fields.add(label);
            case RewardSource.MultipleChoice(var label) -> fields.add(label);
            case RewardSource.Ifeval ifeval -> fields.add("instructions|" + InstructionRows.IDS);
            case RewardSource.Task task -> fields.add(RowVerifier.LABEL);
            case RewardSource.RowVerifier rows -> {
                if (rows.otherwise() == null) {
                    fields.add(RowVerifier.LABEL);
                }
            }
            case RewardSource.Overlong overlong -> fields.add("ids");
            case RewardSource.Repetition repetition -> fields.add("ids");
            case RewardSource.CosineLength cosine -> {
                fields.add("ids");
                collect(cosine.of().source(), fields);
            }
            default -> source.inner().forEach(inner -> collect(inner, fields));
        }
    }
}
