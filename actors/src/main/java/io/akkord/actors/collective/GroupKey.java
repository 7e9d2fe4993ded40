package io.akkord.actors.collective;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Which group, the same on every node and never again.
 *
 * @param run that it belongs to
 * @param network whose ranks meet
 * @param epoch one more each time that the ranks of a network are started anew, so that what an earlier life has sent is
 *     never taken for its successor's
 * @param group what it is to the network, with its place among groups of a kind: {@code data}, {@code tensor of stage 1}
 */
public record GroupKey(long run, String network, int epoch, String group) {

    /** The number of this group's stream for a purpose: 64 bits of a hash, since streams have no other registry. */
    long stream(String purpose) {
        String name = run + "/" + network + "/" + epoch + "/" + group + "/" + purpose;
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(hash).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
