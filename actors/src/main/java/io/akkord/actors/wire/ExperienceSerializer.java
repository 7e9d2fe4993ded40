package io.akkord.actors.wire;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import io.akkord.algorithms.experience.ColumnContent;
import io.akkord.algorithms.experience.Experience;
import io.akkord.algorithms.experience.Metrics;

/** The two classes of algorithms that are no records, as the named values they hold. */
final class ExperienceSerializer extends Serializer<Experience> {

    ExperienceSerializer() {
        super(false, true);
    }

    @Override
    public void write(Kryo kryo, Output out, Experience experience) {
        out.writeVarInt(experience.columns().size(), true);
        experience.columns().forEach((name, column) -> {
            out.writeString(name);
            kryo.writeClassAndObject(out, column);
        });
    }

    @Override
    public Experience read(Kryo kryo, Input in, Class<? extends Experience> type) {
        Experience experience = Experience.empty();
        for (int left = in.readVarInt(true); left > 0; left--) {
            String name = in.readString();
            experience = experience.with(name, (ColumnContent) kryo.readClassAndObject(in));
        }
        return experience;
    }

    /** Sums and weights, so that what arrives can still be merged. */
    static final class OfMetrics extends Serializer<Metrics> {

        OfMetrics() {
            super(false, true);
        }

        @Override
        public void write(Kryo kryo, Output out, Metrics metrics) {
            out.writeVarInt(metrics.means().size(), true);
            metrics.means().forEach((name, mean) -> {
                out.writeString(name);
                out.writeDouble(mean.sum());
                out.writeDouble(mean.weight());
            });
        }

        @Override
        public Metrics read(Kryo kryo, Input in, Class<? extends Metrics> type) {
            var metrics = new Metrics();
            for (int left = in.readVarInt(true); left > 0; left--) {
                metrics.add(in.readString(), in.readDouble(), in.readDouble());
            }
            return metrics;
        }
    }
}
