package io.akkord.actors.cli;

import io.akkord.configs.conformance.Conformance;
import io.akkord.configs.conformance.ConformanceReport;
import io.akkord.configs.conformance.Judgement;
import io.akkord.configs.vectors.VectorFile;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Compares our numbers with published ones. */
@Command(
        name = "conformance",
        description =
                "Runs published test vectors: a line FUNCTION PASSED FAILED SKIPPED each, what was skipped and why,"
                        + " and the total. Where published verdicts may be wrong, differences fail only below a suite's bar."
                        + " Exit status 1 where anything failed.",
        mixinStandardHelpOptions = true)
final class ConformanceCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "DIR", description = "A folder of vector files, NAME.json.")
    private Path folder = Path.of("");

    @Option(
            names = "--model",
            paramLabel = "DIR",
            description = "The Hugging Face folder of the model that published log-probs and texts are of.")
    private @Nullable Path model;

    ConformanceCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Path vectors = terminal.resolve(folder);
        Path named = model == null ? null : terminal.resolve(model);
        List<VectorFile> files = VectorFile.readAll(vectors);
        try (var models = new ModelSuite(named);
                var tokenizers = new TokenizerSuite(named, vectors.resolveSibling("tokenizers"))) {
            ConformanceReport report = new Conformance(List.of(models, tokenizers)).run(files);
            report.lines().forEach(terminal.out()::println);
            return report.count(Judgement.Status.FAILED) == 0 ? 0 : Main.FAILED;
        }
    }
}
