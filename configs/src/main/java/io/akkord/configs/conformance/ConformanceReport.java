package io.akkord.configs.conformance;

import io.akkord.configs.conformance.Judgement.Status;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a conformance run found, in the order of files and cases.
 *
 * @param results one for each comparison
 */
public record ConformanceReport(List<Result> results) {

    /**
     * A judgement and where its case stands.
     *
     * @param number of the case in its file, from 1; 0 where it has none
     */
    public record Result(String file, int number, Judgement judgement) {

        String place() {
            return number == 0 ? file : file + "#" + number;
        }

        String suite() {
            return judgement.function() + " of " + file;
        }
    }

    public ConformanceReport {
        results = settled(results);
    }

    /** Differences become failures where their suite agrees too rarely, else they are skipped. */
    private static List<Result> settled(List<Result> results) {
        Map<String, Agreement> agreements = agreements(results);
        return results.stream()
                .map(result -> {
                    Judgement one = result.judgement();
                    if (one.status() != Status.DISAGREES) {
                        return result;
                    }
                    Agreement suite = agreements.getOrDefault(result.suite(), new Agreement(0, 0, 0));
                    String words = "disagrees: " + one.words();
                    Status status = suite.isEnough() ? Status.SKIPPED : Status.FAILED;
                    return new Result(
                            result.file(), result.number(), new Judgement(one.function(), status, words, one.bar()));
                })
                .toList();
    }

    /** Verdicts of one suite; its bar is the mean of theirs, since a file may mix sources. */
    private record Agreement(int agreed, int all, double bars) {

        double bar() {
            return all == 0 ? 1 : bars / all;
        }

        double share() {
            return all == 0 ? 1 : (double) agreed / all;
        }

        boolean isEnough() {
            return share() >= bar() - 1e-9; // a mean of equal bars may be a rounding above them
        }

        Agreement and(boolean agrees, double bar) {
            return new Agreement(agreed + (agrees ? 1 : 0), all + 1, bars + bar);
        }
    }

    private static Map<String, Agreement> agreements(List<Result> results) {
        var agreements = new LinkedHashMap<String, Agreement>();
        for (Result result : results) {
            Judgement one = result.judgement();
            boolean agrees = one.status() == Status.PASSED;
            boolean differs = one.status() == Status.DISAGREES || one.words().startsWith("disagrees: ");
            if (one.bar() < 1 && (agrees || differs)) {
                Agreement before = agreements.getOrDefault(result.suite(), new Agreement(0, 0, 0));
                agreements.put(result.suite(), before.and(agrees, one.bar()));
            }
        }
        return agreements;
    }

    /** How many comparisons ended so. */
    public long count(Status status) {
        return results.stream()
                .filter(result -> result.judgement().status() == status)
                .count();
    }

    /**
     * A line {@code function passed failed skipped} for each function, then the agreement of suites whose labels may be wrong,
     * what was skipped, what failed, and as the last line {@code total PASSED FAILED SKIPPED}.
     */
    public List<String> lines() {
        var lines = new ArrayList<String>();
        var functions = new TreeMap<String, long[]>();
        for (Result result : results) {
            long[] counts = functions.computeIfAbsent(result.judgement().function(), name -> new long[3]);
            counts[column(result.judgement().status())]++;
        }
        functions.forEach((name, counts) -> lines.add(name + " " + counts[0] + " " + counts[1] + " " + counts[2]));
        agreements(results)
                .forEach((suite, agreement) -> lines.add(String.format(
                        Locale.ROOT,
                        "agreement: %s, %d of %d (%.1f %%), at least %.0f %% asked; differences fail only below that",
                        suite,
                        agreement.agreed(),
                        agreement.all(),
                        100 * agreement.share(),
                        100 * agreement.bar())));
        section(lines, "remarks:", Status.PASSED);
        section(lines, "skipped:", Status.SKIPPED);
        section(lines, "failed:", Status.FAILED);
        lines.add("total " + count(Status.PASSED) + " " + count(Status.FAILED) + " " + count(Status.SKIPPED));
        return lines;
    }

    private static int column(Status status) {
        return switch (status) {
            case PASSED -> 0;
            case FAILED, DISAGREES -> 1;
            case SKIPPED -> 2;
        };
    }

    /** One line for each reason, with the cases that share it. */
    private void section(List<String> lines, String title, Status status) {
        Map<String, List<String>> places = results.stream()
                .filter(result -> result.judgement().status() == status)
                .filter(result -> !result.judgement().words().isEmpty())
                .collect(Collectors.groupingBy(
                        result -> result.judgement().function() + ": "
                                + result.judgement().words(),
                        LinkedHashMap::new,
                        Collectors.mapping(Result::place, Collectors.toList())));
        if (!places.isEmpty()) {
            lines.add(title);
            places.forEach((reason, where) -> lines.add("  " + reason + " (" + shown(where) + ")"));
        }
    }

    private static String shown(List<String> places) {
        int shown = Math.min(3, places.size());
        String first = String.join(", ", places.subList(0, shown));
        return places.size() == shown ? first : first + " and " + (places.size() - shown) + " more";
    }
}
