package io.akkord.actors.cluster;

import io.akkord.algorithms.UserError;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketException;

/**
 * Where a member of a cluster listens.
 *
 * @param host a name or an address that the others reach it by
 * @param port 0, for one that is about to listen, is any free one
 */
public record Endpoint(String host, int port) {

    private static final int LAST_PORT = 65_535;

    /**
     * Reads {@code HOST:PORT}.
     *
     * @param option what the user typed it after
     * @throws UserError if it is none
     */
    public static Endpoint parse(String text, String option) {
        int colon = text.lastIndexOf(':');
        String port = text.substring(colon + 1);
        if (colon < 1 || !port.matches("\\d{1,5}") || Integer.parseInt(port) > LAST_PORT) {
            throw new UserError(option + " must be HOST:PORT, such as 127.0.0.1:25520, was " + text);
        }
        return new Endpoint(text.substring(0, colon), Integer.parseInt(port));
    }

    /**
     * The address of this machine on the way to this endpoint, with any free port.
     *
     * @throws UserError if there is no way
     */
    public Endpoint near() {
        try (var socket = new DatagramSocket()) {
            var there = new InetSocketAddress(host, Math.max(1, port));
            if (there.isUnresolved()) {
                throw new UserError("no host is called " + host);
            }
            socket.connect(there); // a datagram socket sends nothing by that
            return new Endpoint(socket.getLocalAddress().getHostAddress(), 0);
        } catch (SocketException e) {
            throw new UserError("there is no way to " + this + " from here: " + e.getMessage(), e);
        }
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
