package io.akkord.actors.wire.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.akkord.actors.wire.TransferFailed;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {

    private static final char[] PASSWORD = "changeit".toCharArray();
    private static final Duration SHORT = Duration.ofSeconds(1);

    @TempDir
    private Path folder;

    /** A context that shows a new key and trusts it alone. */
    private SSLContext keys(String name) throws Exception {
        Path file = folder.resolve(name + ".p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-alias",
                        name,
                        "-dname",
                        "CN=" + name,
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        "changeit",
                        "-keystore",
                        file.toString())
                .inheritIO()
                .start();
        assertEquals(0, keytool.waitFor(60, TimeUnit.SECONDS) ? keytool.exitValue() : -1);
        var store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
        var own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(store, PASSWORD);
        var trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusted.init(store);
        var context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
        return context;
    }

    @Test
    void bytesCrossEncryptedBetweenThoseWhoTrustEachOther() throws Exception {
        SSLContext keys = keys("akkord");
        SSLContext others = keys("other");
        var tag = TwoPlanes.tag(1);
        var bytes = TwoPlanes.random(1, 20_000_001);
        try (var near = SocketPlane.open("127.0.0.1", keys);
                var far = SocketPlane.open("127.0.0.1", keys);
                var stranger = SocketPlane.open("127.0.0.1", others);
                var open = SocketPlane.open("127.0.0.1", null)) {
            var sent = TwoPlanes.running(() -> near.send(far.address(), tag, bytes, TwoPlanes.LONG));
            MemorySegment into = Arena.ofAuto().allocate(bytes.byteSize());
            far.receive(tag, into, TwoPlanes.LONG);
            assertEquals(-1, bytes.mismatch(into));
            sent.join();
            assertThrows(TransferFailed.class, () -> stranger.send(far.address(), tag, bytes, SHORT));
            assertThrows(TransferFailed.class, () -> open.send(far.address(), tag, bytes, SHORT));
            assertThrows(TransferFailed.class, () -> near.send(open.address(), tag, bytes, SHORT));
        }
    }
}
