package io.akkord.configs.conformance;

import io.akkord.configs.vectors.VectorCase;
import io.akkord.configs.vectors.VectorFile;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs vector files through our mathematics and our verifiers.
 *
 * <p>A case is known by what it holds, so files may be called anything. What we have no function or setting for, and what
 * encodes a peer's fault, is skipped with its reason. Verdicts of suites whose labels may be wrong count together: below the
 * suite's bar every difference is a failure, else each is skipped as {@code disagrees: ...}.
 */
public final class Conformance {

    private final List<Suite> suites;

    /** @param more suites beside those of the mathematics and the verifiers, asked first */
    public Conformance(List<Suite> more) {
        suites = new ArrayList<>(more);
        suites.addAll(List.of(
                new GoldenSuite(),
                new MathSuite(),
                new InstructionSuite(),
                new OpenInstructSuite(),
                new FunctionSuite()));
    }

    /** Runs every case of the files. */
    public ConformanceReport run(List<VectorFile> files) {
        var results = new ArrayList<ConformanceReport.Result>();
        for (VectorFile file : files) {
            int before = results.size();
            for (Suite suite : suites) {
                suite.beside(file).forEach(one -> results.add(new ConformanceReport.Result(file.name(), 0, one)));
            }
            for (VectorCase one : file.cases()) {
                for (Judgement judgement : run(one)) {
                    results.add(new ConformanceReport.Result(file.name(), one.number(), judgement));
                }
            }
            if (results.size() == before) {
                results.add(new ConformanceReport.Result(
                        file.name(), 0, Judgement.skipped(file.name(), "the file holds no cases")));
            }
        }
        return new ConformanceReport(results);
    }

    private List<Judgement> run(VectorCase one) {
        for (Suite suite : suites) {
            if (suite.reads(one)) {
                return suite.run(one);
            }
        }
        String name = one.function().isEmpty() ? "unnamed" : one.function();
        return List.of(Judgement.skipped(name, "a case of a kind that we do not read"));
    }
}
