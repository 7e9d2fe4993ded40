package io.akkord.actors.wire.socket;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/** A JVM of its own whose main class opens a data plane, prints the port of it, and ends when this JVM does. */
public final class FarJvm implements AutoCloseable {

    private final Process process;
    private final InetSocketAddress address;

    /** Starts one; {@code main} gets the port of this JVM's plane. */
    public FarJvm(Class<?> main, InetSocketAddress near) throws IOException {
        var command =
                new ArrayList<>(List.of(ProcessHandle.current().info().command().orElseThrow(), "-Xmx128m"));
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> flag.startsWith("--enable-native"))
                .toList());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName(), "" + near.getPort()));
        this.process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        this.address = new InetSocketAddress(
                "127.0.0.1", Integer.parseInt(process.inputReader().readLine()));
    }

    /** Where its plane listens. */
    public InetSocketAddress address() {
        return address;
    }

    /** As {@code kill -9} does it. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }
}
