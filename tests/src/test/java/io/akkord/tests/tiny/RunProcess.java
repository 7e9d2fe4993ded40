package io.akkord.tests.tiny;

import io.akkord.actors.run.RunEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A tiny run in a JVM of its own, to be killed or weighed from outside. It says on standard output what it has done: a
 * line {@code iteration N RESIDENT_KIB} for each iteration and {@code checkpoint N} for each checkpoint.
 */
public final class RunProcess {

    /** Where Linux says how much memory a process holds. */
    public static final Path STATUS = Path.of("/proc/self/status");

    private RunProcess() {}

    public static void main(String[] arguments) {
        String[] overrides = Arrays.copyOfRange(arguments, 1, arguments.length);
        TinyRun.complete(TinyRun.ppo(overrides), Path.of(arguments[0]), RunProcess::tell);
    }

    /**
     * Starts one with this JVM's class path and flags, and its standard error.
     *
     * @param flags of the JVM, after this one's own
     */
    public static Process start(List<String> flags, Path directory, String... overrides) throws IOException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> flag.startsWith("-D") || flag.startsWith("--"))
                .forEach(command::add);
        command.addAll(flags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), RunProcess.class.getName()));
        command.add(directory.toString());
        command.addAll(List.of(overrides));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static void tell(RunEvent event) {
        switch (event) {
            case RunEvent.IterationFinished done ->
                System.out.println("iteration " + done.iteration() + " " + residentKibibytes());
            case RunEvent.CheckpointWritten written -> System.out.println("checkpoint " + written.iteration());
            default -> {}
        }
    }

    private static long residentKibibytes() {
        if (!Files.exists(STATUS)) {
            return 0;
        }
        try (var lines = Files.lines(STATUS)) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
