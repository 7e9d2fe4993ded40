package io.akkord.actors.wire;

/** One slice of a transfer on the bulk lane; the only message that may fill a large frame. */
record BulkChunk(long offset, byte[] bytes, int checksum) implements WireMessage {}
