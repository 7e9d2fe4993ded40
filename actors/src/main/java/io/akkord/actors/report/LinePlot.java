package io.akkord.actors.report;

import static io.akkord.actors.report.Element.div;
import static io.akkord.actors.report.Element.span;

import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * Curves over the iterations of a stage. A noisy curve is drawn faintly, with its moving average on top; what each point
 * is appears under the pointer, without a script.
 */
final class LinePlot {

    private static final double WIDTH = 340;
    private static final double HEIGHT = 168;
    private static final double LEFT = 46;
    private static final double RIGHT = 10;
    private static final double TOP = 8;
    private static final double BOTTOM = 20;

    /** More points than this are averaged in groups: no screen shows more, and the report stays small. */
    private static final int MOST_POINTS = 400;

    private LinePlot() {}

    /**
     * One curve.
     *
     * @param x iterations, ascending
     * @param y values, NaN where there is none
     */
    record Curve(String name, double[] x, double[] y) {

        Curve thinned() {
            int group = (x.length + MOST_POINTS - 1) / MOST_POINTS;
            if (group <= 1) {
                return this;
            }
            int points = x.length / group;
            var newX = new double[points];
            var newY = new double[points];
            for (int i = 0; i < points; i++) {
                newX[i] = x[i * group];
                newY[i] = mean(y, i * group, (i + 1) * group);
            }
            return new Curve(name, newX, newY);
        }

        /** The centred moving average over a twelfth of the curve, which is itself where it is short. */
        Curve smoothed() {
            int reach = x.length / 24;
            var smooth = new double[y.length];
            for (int i = 0; i < y.length; i++) {
                int near = Math.min(reach, Math.min(i, y.length - 1 - i));
                smooth[i] = mean(y, i - near, i + near + 1);
            }
            return new Curve(name, x, smooth);
        }

        double last() {
            return y.length == 0 ? Double.NaN : y[y.length - 1];
        }

        private static double mean(double[] values, int from, int to) {
            double sum = 0;
            int count = 0;
            for (int i = from; i < to; i++) {
                if (Double.isFinite(values[i])) {
                    sum += values[i];
                    count++;
                }
            }
            return count == 0 ? Double.NaN : sum / count;
        }
    }

    static Element of(String title, String unit, List<Curve> curves) {
        var drawn = curves.stream().map(Curve::thinned).toList();
        var xAxis = axis(drawn, LEFT, WIDTH - RIGHT);
        var yAxis = Scale.over(all(drawn, true), HEIGHT - BOTTOM, TOP);
        var svg = Element.of("svg")
                .with("viewBox", String.format(Locale.ROOT, "0 0 %.0f %.0f", WIDTH, HEIGHT))
                .with("role", "img")
                .with("aria-label", title)
                .add(grid(xAxis, yAxis));
        for (int i = 0; i < drawn.size(); i++) {
            svg.add(curve(drawn.get(i), i, xAxis, yAxis, drawn.size() == 1));
        }
        svg.add(tips(drawn, xAxis, yAxis));
        return Element.of("figure", caption(title, unit, curves), svg).with("class", "card plot");
    }

    private static Element caption(String title, String unit, List<Curve> curves) {
        var now = div("now");
        for (int i = 0; i < curves.size(); i++) {
            var value = span("value", Figures.number(curves.get(i).last()));
            now.add(
                    curves.size() == 1
                            ? value
                            : span("key", span("dot c" + i), curves.get(i).name() + " ", value));
        }
        var name = div("name", title);
        if (!unit.isEmpty()) {
            name.add(span("unit", unit));
        }
        return Element.of("figcaption", name, now);
    }

    private static Element grid(Scale xAxis, Scale yAxis) {
        var grid = Element.of("g").with("class", "grid");
        for (double tick : yAxis.ticks(4)) {
            double y = yAxis.at(tick);
            grid.add(line(LEFT, y, WIDTH - RIGHT, y));
            grid.add(label(LEFT - 6, y + 3, "end", Figures.number(Math.abs(tick) < 1e-12 ? 0 : tick)));
        }
        for (double tick : xAxis.ticks(5)) {
            if (tick == Math.rint(tick)) {
                grid.add(label(xAxis.at(tick), HEIGHT - 5, "middle", String.valueOf((long) tick)));
            }
        }
        return grid;
    }

    static Element line(double x1, double y1, double x2, double y2) {
        return Element.of("line").with("x1", x1).with("y1", y1).with("x2", x2).with("y2", y2);
    }

    static Element label(double x, double y, String anchor, String text) {
        return Element.of("text", text).with("x", x).with("y", y).with("text-anchor", anchor);
    }

    private static Element curve(Curve curve, int colour, Scale xAxis, Scale yAxis, boolean alone) {
        var group = Element.of("g").with("class", "c" + colour);
        var smooth = curve.smoothed();
        boolean noisy = smooth.x().length / 24 > 0;
        if (alone) {
            double floor = yAxis.from();
            var path = path(smooth, xAxis, yAxis);
            if (!path.isEmpty() && !path.substring(1).contains("M")) {
                var shape = String.format(
                        Locale.ROOT,
                        "%sL%.1f %.1fL%.1f %.1fZ",
                        path,
                        xAxis.at(smooth.x()[smooth.x().length - 1]),
                        floor,
                        xAxis.at(smooth.x()[0]),
                        floor);
                group.add(Element.of("path").with("class", "area").with("d", shape));
            }
        }
        if (noisy) {
            group.add(Element.of("path").with("class", "raw").with("d", path(curve, xAxis, yAxis)));
        }
        group.add(Element.of("path").with("class", "curve").with("d", path(smooth, xAxis, yAxis)));
        if (curve.x().length == 1) {
            group.add(dot(xAxis.at(curve.x()[0]), yAxis.at(curve.y()[0])));
        }
        return group;
    }

    private static String path(Curve curve, Scale xAxis, Scale yAxis) {
        var path = new StringBuilder();
        boolean pen = false;
        for (int i = 0; i < curve.x().length; i++) {
            if (!Double.isFinite(curve.y()[i])) {
                pen = false;
                continue;
            }
            path.append(String.format(
                    Locale.ROOT, "%s%.1f %.1f", pen ? "L" : "M", xAxis.at(curve.x()[i]), yAxis.at(curve.y()[i])));
            pen = true;
        }
        return path.toString();
    }

    /** A strip over each point of the first curve; the pointer over it shows the point and its numbers. */
    private static Element tips(List<Curve> curves, Scale xAxis, Scale yAxis) {
        var tips = Element.of("g").with("class", "tips");
        var first = curves.getFirst();
        double strip = (WIDTH - LEFT - RIGHT) / Math.max(1, first.x().length);
        for (int i = 0; i < first.x().length; i++) {
            double x = xAxis.at(first.x()[i]);
            var text = new StringBuilder("iteration " + (long) first.x()[i]);
            var tip = Element.of("g");
            tip.add(Element.of("rect")
                    .with("x", x - strip / 2)
                    .with("y", TOP)
                    .with("width", strip)
                    .with("height", HEIGHT - TOP - BOTTOM));
            for (int k = 0; k < curves.size(); k++) {
                var curve = curves.get(k);
                if (i < curve.y().length && Double.isFinite(curve.y()[i])) {
                    text.append('\n').append(curve.name()).append(' ').append(Figures.number(curve.y()[i]));
                    tip.add(dot(x, yAxis.at(curve.y()[i])).with("class", "c" + k));
                }
            }
            tips.add(tip.add(Element.of("title", text)));
        }
        return tips;
    }

    private static Element dot(double x, double y) {
        return Element.of("circle").with("cx", x).with("cy", y).with("r", 3);
    }

    private static Scale axis(List<Curve> curves, double from, double to) {
        var x = DoubleStream.of(all(curves, false)).summaryStatistics();
        double high = x.getMax() > x.getMin() ? x.getMax() : x.getMin() + 1;
        return new Scale(x.getMin(), high, from, to);
    }

    private static double[] all(List<Curve> curves, boolean vertical) {
        return curves.stream()
                .flatMapToDouble(curve -> DoubleStream.of(vertical ? curve.y() : curve.x()))
                .toArray();
    }
}
