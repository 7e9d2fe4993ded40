package io.akkord.tests.cluster;

import io.akkord.actors.cli.Main;
import io.akkord.actors.cluster.Endpoint;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** {@code akkord node} in a JVM of its own. */
final class NodeProcess implements AutoCloseable {

    private static final String UP = "node up at ";
    private static final long PATIENCE_SECONDS = 90;

    private final Process process;
    private final Endpoint address;

    private NodeProcess(Process process, Endpoint address) {
        this.process = process;
        this.address = address;
    }

    /** Starts one on a free port with this JVM's class path and flags, and waits until it is up. */
    static NodeProcess start(String... options) throws Exception {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> flag.startsWith("-D") || flag.startsWith("--"))
                .forEach(command::add);
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx512m"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(List.of("node", "--port", "0"));
        command.addAll(List.of(options));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            String line = CompletableFuture.supplyAsync(() -> upLine(process.inputReader()))
                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return new NodeProcess(
                    process, Endpoint.parse(line.substring(UP.length()).split(" ", 2)[0], UP));
        } catch (Exception e) {
            process.destroyForcibly();
            throw e;
        }
    }

    /** Logging may come before it. */
    private static String upLine(BufferedReader output) {
        try {
            String line;
            do {
                line = output.readLine();
                if (line == null) {
                    throw new AssertionError("the node ended before it was up");
                }
            } while (!line.startsWith(UP));
            return line;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    Endpoint address() {
        return address;
    }

    /** As a machine that loses power would. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Asks it to leave, as Ctrl-C does. */
    int leave() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("the node has not left");
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
