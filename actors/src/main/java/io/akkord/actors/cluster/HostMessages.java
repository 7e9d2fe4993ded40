package io.akkord.actors.cluster;

import io.akkord.actors.wire.WireTable;

/** What runs and hosts say to each other, and the numbers of it on the wire; append only. */
public final class HostMessages {

    private HostMessages() {}

    /** A table that knows them too. */
    public static WireTable in(WireTable table) {
        return table.from(
                300,
                RunOrder.class,
                NodeHost.Take.class,
                NodeHost.GiveBack.class,
                NodeHost.Describe.class,
                NodeHost.Taken.class,
                NodeHost.Refused.class,
                NodeHost.Described.class,
                NodeHost.DeviceOffer.class,
                DeviceLog.Worked.class);
    }
}
