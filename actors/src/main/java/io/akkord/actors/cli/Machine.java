package io.akkord.actors.cli;

import com.sun.management.OperatingSystemMXBean;
import io.akkord.algorithms.workflow.Sampling;
import io.akkord.policies.LanguageModel;
import io.akkord.policies.generate.Request;
import io.akkord.policies.generate.RunKey;
import io.akkord.policies.generate.StopRule;
import io.akkord.policies.models.FreshWeights;
import io.akkord.policies.tensor.Device;
import io.akkord.policies.tensor.Precision;
import io.akkord.policies.transformer.ModelConfig;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/**
 * The machine as a run will find it. Each look really tries what it speaks of.
 *
 * @param workingDirectory where runs are written
 */
record Machine(Path workingDirectory) {

    private static final double GIB = 1L << 30;

    /** The quickstart's own bound, resident. */
    private static final double MEMORY_GIB = 2.5;

    /** A run's checkpoints, and the native libraries once unpacked. */
    private static final double DISK_GIB = 1;

    Finding java() {
        var found = "JDK " + Runtime.version() + ", " + System.getProperty("java.vendor");
        return Runtime.version().feature() >= 25
                ? Finding.fine("java", found)
                : Finding.wrong(
                        "java", found + ": install a JDK 25, for instance Temurin 25 from https://adoptium.net");
    }

    Finding maven() {
        try {
            var process =
                    new ProcessBuilder("mvn", "-v").redirectErrorStream(true).start();
            var words = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.replaceAll("\u001b\\[[;\\d]*m", ""))
                    .filter(line -> line.startsWith("Apache Maven"))
                    .findFirst();
            boolean ended = process.waitFor(20, TimeUnit.SECONDS);
            return ended && words.isPresent()
                    ? Finding.fine("maven", words.get().replaceAll("\\s*\\(.*", ""))
                    : Finding.wrong("maven", "`mvn -v` does not answer: reinstall Maven 3.8 or newer");
        } catch (IOException e) {
            return Finding.wrong("maven", "there is no mvn on the PATH: install Maven 3.8 or newer, it builds Akkord");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Finding.wrong("maven", "interrupted");
        }
    }

    Finding cores() {
        int cores = Runtime.getRuntime().availableProcessors();
        return Finding.fine(
                "cores", cores + ", each is a device" + (cores == 1 ? "; steps cannot overlap on one" : ""));
    }

    Finding memory() {
        var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        double total = system.getTotalMemorySize() / GIB;
        var found = "%.1f GiB, %.1f GiB free".formatted(total, system.getFreeMemorySize() / GIB);
        return total >= MEMORY_GIB
                ? Finding.fine("memory", found)
                : Finding.wrong("memory", found + ": the quickstart takes up to " + MEMORY_GIB + " GiB");
    }

    Finding disk() {
        try {
            double free = Files.getFileStore(workingDirectory).getUsableSpace() / GIB;
            var found = "%.1f GiB free in %s".formatted(free, workingDirectory);
            if (!Files.isWritable(workingDirectory)) {
                return Finding.wrong("disk", workingDirectory + " is not writable: run from a directory of yours");
            }
            return free >= DISK_GIB ? Finding.fine("disk", found) : Finding.wrong("disk", found + ": make room");
        } catch (IOException e) {
            return Finding.wrong("disk", e.toString());
        }
    }

    /** Where DJL unpacks libtorch the first time, 448 MB. */
    Finding nativeCache() {
        var cache = Path.of(Optional.ofNullable(System.getenv("DJL_CACHE_DIR"))
                .orElse(System.getProperty("user.home") + "/.djl.ai"));
        try {
            Files.createDirectories(cache);
            Files.delete(Files.createTempFile(cache, "akkord", ""));
            return Finding.fine("native cache", cache + " is writable");
        } catch (IOException e) {
            return Finding.wrong("native cache", cache + " is not writable: set DJL_CACHE_DIR to a directory of yours");
        }
    }

    /** Loads libtorch and lets a tiny network speak a few tokens. */
    Finding arithmetic() {
        var shape = new ModelConfig(64, 16, 1, 2, 1, 8, 32, 16, 1e-5, 10_000, true, false, 1, List.of(), -1);
        var requests = List.of(new Request(new int[] {1}, 0, 0));
        try (var device = Device.open("cpu0", interval -> {})) {
            long start = System.nanoTime();
            device.submit("", () -> {
                        try (var model =
                                LanguageModel.create(shape, FreshWeights.create(shape, 1), Precision.FLOAT32)) {
                            var sampling = new Sampling(1, 1, 0, 4, 1, List.of());
                            return model.generate(requests, sampling, new RunKey(1, 1), StopRule.none(), 1, () -> {});
                        }
                    })
                    .join();
            return Finding.fine("libtorch", "computes; loaded in %.1f s".formatted((System.nanoTime() - start) / 1e9));
        } catch (CompletionException | LinkageError e) {
            var cause = e.getCause() == null ? e : e.getCause();
            return Finding.wrong(
                    "libtorch",
                    "does not load on " + System.getProperty("os.name") + " " + System.getProperty("os.arch") + " ("
                            + cause + "): remove the native cache and try again");
        }
    }

    /** The actors of one machine meet over it. */
    Finding loopback() {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var client = new Socket(server.getInetAddress(), server.getLocalPort())) {
            return Finding.fine("loopback", "connects, at port " + client.getPort());
        } catch (IOException e) {
            return Finding.wrong(
                    "loopback", "127.0.0.1 refuses connections (" + e.getMessage() + "): allow local sockets");
        }
    }
}
