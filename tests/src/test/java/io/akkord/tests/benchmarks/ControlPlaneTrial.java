package io.akkord.tests.benchmarks;

import io.akkord.actors.run.RunEvent;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Watches one stage of the control plane's benchmark: from its start, over iterations to warm up, to the last measured. */
final class ControlPlaneTrial implements Consumer<RunEvent> {

    private final int warmUp;
    private final int measured;
    private final List<Process> others;
    private final Map<String, Double> steps = new TreeMap<>();
    private final List<Double> seconds = new ArrayList<>();
    private final CompletableFuture<String> result = new CompletableFuture<>();
    private long stageNanos;
    private double readySeconds;
    private long startNanos;
    private double ownCpu;
    private double othersCpu;
    private int repeated;

    /**
     * Not begun.
     *
     * @param others the JVMs of the nodes
     */
    ControlPlaneTrial(int warmUp, int measured, List<Process> others) {
        this.warmUp = warmUp;
        this.measured = measured;
        this.others = others;
    }

    /** What was measured, for people; waits for it. */
    String result(int devices) {
        return devices + " devices: " + result.join();
    }

    /** The stage has ended of its own; of one that was measured to the end nobody asks any more. */
    void ended(String outcome) {
        result.completeExceptionally(new IllegalStateException("the stage ended: " + outcome));
    }

    @Override
    public synchronized void accept(RunEvent event) {
        switch (event) {
            case RunEvent.StageStarted _ -> stageNanos = System.nanoTime();
            case RunEvent.StepStarted _ -> {
                if (readySeconds == 0) {
                    readySeconds = (System.nanoTime() - stageNanos) / 1e9;
                }
            }
            case RunEvent.IterationRepeated again -> {
                repeated++;
                System.err.println(again.reason());
            }
            case RunEvent.IterationFinished finished -> onFinished(finished);
            default -> {}
        }
    }

    private void onFinished(RunEvent.IterationFinished finished) {
        if (finished.iteration() == warmUp) {
            WireCount.reset();
            startNanos = System.nanoTime();
            ownCpu = ownCpu();
            othersCpu = othersCpu();
        } else if (finished.iteration() > warmUp && finished.iteration() <= warmUp + measured) {
            seconds.add(finished.metrics().getOrDefault("time/iteration", Double.NaN));
            finished.metrics().forEach((name, value) -> {
                if (name.startsWith("time/") && !name.equals("time/iteration")) {
                    steps.merge(name.substring("time/".length()), value / measured, Double::sum);
                }
            });
            if (finished.iteration() == warmUp + measured) {
                result.complete(report((System.nanoTime() - startNanos) / 1e9 / measured));
            }
        }
    }

    private String report(double wall) {
        seconds.sort(Double::compare);
        var text = new StringBuilder(String.format(
                Locale.ROOT,
                "%.4f s an iteration (median %.4f, largest %.4f), coordinator's JVM %.4f s of CPU, the others' %.4f;"
                        + " %.2f s until all workers were ready; %d iterations repeated%n",
                wall,
                seconds.get(seconds.size() / 2),
                seconds.getLast(),
                (ownCpu() - ownCpu) / measured,
                (othersCpu() - othersCpu) / measured,
                readySeconds,
                repeated));
        text.append(steps.entrySet().stream()
                .map(step -> String.format(Locale.ROOT, "%s %.1f ms", step.getKey(), step.getValue() * 1e3))
                .collect(Collectors.joining(", ", "  ", System.lineSeparator())));
        WireCount.counted()
                .forEach((kind, traffic) -> text.append(String.format(
                        Locale.ROOT,
                        "  %-32s %9.1f messages, %11.0f bytes an iteration, largest %7d, %6.2f ms%n",
                        kind,
                        (double) traffic.messages() / measured,
                        (double) traffic.bytes() / measured,
                        traffic.mostBytes(),
                        traffic.nanos() / 1e6 / measured)));
        return text.toString();
    }

    private static double ownCpu() {
        var machine = ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class);
        return machine.getProcessCpuTime() / 1e9;
    }

    private double othersCpu() {
        return others.stream()
                .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
                .mapToDouble(spent -> spent.toNanos() / 1e9)
                .sum();
    }
}
