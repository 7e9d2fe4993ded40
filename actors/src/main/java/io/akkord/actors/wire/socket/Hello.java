package io.akkord.actors.wire.socket;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;

/**
 * How two planes meet: the one that is called greets with a number drawn for this connection; the caller proves that it
 * knows the cluster's secret by hashing both, and says who it is; the other says whether it may stay.
 */
final class Hello {

    /** Of the frames and of this greeting. */
    static final int VERSION = 1;

    private static final long MAGIC = 0x414B4B4F52440D0AL; // "AKKORD" and a line end
    private static final int NONCE_BYTES = 16;
    private static final int PROOF_BYTES = 32;
    private static final int MOST_NAME_BYTES = 300;
    private static final byte WELCOME = 1;
    private static final byte STRANGER = 2;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Hello() {}

    /** The caller's part. */
    static void call(Wire wire, String secret, InetSocketAddress own) throws IOException {
        ByteBuffer greeting = exactly(wire, Long.BYTES + Integer.BYTES + NONCE_BYTES);
        check(greeting);
        byte[] nonce = new byte[NONCE_BYTES];
        greeting.get(nonce);
        byte[] name = (own.getHostString() + ":" + own.getPort()).getBytes(StandardCharsets.UTF_8);
        wire.write(ByteBuffer.allocate(Long.BYTES + 2 * Integer.BYTES + PROOF_BYTES + name.length)
                .putLong(MAGIC)
                .putInt(VERSION)
                .put(proof(secret, nonce))
                .putInt(name.length)
                .put(name)
                .flip());
        if (exactly(wire, 1).get() != WELCOME) {
            throw new IOException("it refuses this node: their secrets differ");
        }
    }

    /** The part of the one that is called; returns the address that the caller goes by. */
    static String answer(Wire wire, String secret) throws IOException {
        byte[] nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        wire.write(ByteBuffer.allocate(Long.BYTES + Integer.BYTES + NONCE_BYTES)
                .putLong(MAGIC)
                .putInt(VERSION)
                .put(nonce)
                .flip());
        check(exactly(wire, Long.BYTES + Integer.BYTES));
        byte[] proof = exactly(wire, PROOF_BYTES).array();
        int length = exactly(wire, Integer.BYTES).getInt();
        if (length < 0 || length > MOST_NAME_BYTES) {
            throw new IOException("its name has " + length + " bytes");
        }
        byte[] name = exactly(wire, length).array();
        boolean known = MessageDigest.isEqual(proof, proof(secret, nonce));
        wire.write(ByteBuffer.allocate(1).put(known ? WELCOME : STRANGER).flip());
        if (!known) {
            throw new IOException("it does not know this cluster's secret");
        }
        return new String(name, StandardCharsets.UTF_8);
    }

    private static void check(ByteBuffer greeting) throws IOException {
        if (greeting.getLong() != MAGIC) {
            throw new IOException("what answers there is no data plane");
        }
        int version = greeting.getInt();
        if (version != VERSION) {
            throw new IOException("it speaks version " + version + " of the data plane, this node version " + VERSION);
        }
    }

    private static ByteBuffer exactly(Wire wire, int bytes) throws IOException {
        var buffer = ByteBuffer.allocate(bytes);
        wire.read(buffer);
        return buffer.flip();
    }

    private static byte[] proof(String secret, byte[] nonce) {
        try {
            var hash = MessageDigest.getInstance("SHA-256");
            hash.update(nonce);
            return hash.digest(secret.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
