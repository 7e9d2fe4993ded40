package io.akkord.actors.jobs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * The files of one job as the desk hands them out, a piece a message.
 *
 * @param folder the job's own
 */
record JobFiles(Path folder) {

    /** Fits into a message. */
    private static final int PIECE = 128 << 10;

    /** Every file, by its path in the folder. */
    List<DeskProtocol.FileLine> list() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> new DeskProtocol.FileLine(
                            folder.relativize(file).toString(), file.toFile().length()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A piece of a file from {@code offset} on; nothing where it ends there, or is missing. */
    byte[] read(String path, long offset) {
        Path file = folder.resolve(path).normalize();
        if (!file.startsWith(folder) || !Files.isRegularFile(file)) {
            return new byte[0];
        }
        try (var channel = FileChannel.open(file)) {
            var piece = ByteBuffer.allocate((int) Math.clamp(channel.size() - offset, 0, PIECE));
            boolean more = true;
            while (more && piece.hasRemaining()) {
                more = channel.read(piece, offset + piece.position()) >= 0;
            }
            return Arrays.copyOf(piece.array(), piece.position());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
