package io.akkord.actors.report;

import static io.akkord.actors.report.LinePlot.label;
import static io.akkord.actors.report.LinePlot.line;

import java.util.List;
import java.util.Locale;

/** Bars over time, a row for each device or set of devices. What stands above one another is at the same time. */
final class BarChart {

    /** Colours of the style sheet that bars may have, by number. */
    static final int COLOURS = 8;

    private static final double WIDTH = 1080;
    private static final double RIGHT = 14;
    private static final double ROW = 38;
    private static final double BAR = 26;
    private static final double AXIS = 26;

    private final Scale time;
    private final Element svg;

    /**
     * A chart without bars.
     *
     * @param rows what stands beside each
     * @param left room for that, in units of the drawing
     * @param seconds length of the axis
     * @param description for those who cannot see it
     */
    BarChart(List<String> rows, double left, double seconds, String description) {
        this.time = new Scale(0, Math.max(seconds, 1e-9), left, WIDTH - RIGHT);
        double height = rows.size() * ROW + AXIS;
        this.svg = Element.of("svg")
                .with("viewBox", String.format(Locale.ROOT, "0 0 %.0f %.0f", WIDTH, height))
                .with("role", "img")
                .with("aria-label", description);
        svg.add(grid(height));
        for (int row = 0; row < rows.size(); row++) {
            svg.add(label(left - 10, row * ROW + ROW / 2 + 4, "end", rows.get(row))
                    .with("class", "device"));
        }
    }

    private Element grid(double height) {
        var grid = Element.of("g").with("class", "grid");
        for (double tick : time.ticks(8)) {
            grid.add(line(time.at(tick), 0, time.at(tick), height - AXIS + 4));
            grid.add(label(time.at(tick), height - 8, "middle", tick == 0 ? "0" : Figures.seconds(tick)));
        }
        return grid;
    }

    /**
     * Adds a bar, with its name in it where there is room.
     *
     * @param colour number of a colour
     * @param title what is told of it when pointed at
     */
    void bar(int row, String name, double start, double end, int colour, String title) {
        double from = time.at(start);
        double width = Math.max(time.at(end) - from, 0.75);
        double y = row * ROW + (ROW - BAR) / 2;
        var bar = Element.of("g").with("class", "bar c" + colour);
        bar.add(Element.of("rect")
                .with("x", from)
                .with("y", y)
                .with("width", width)
                .with("height", BAR)
                .with("rx", Math.min(4, width / 3)));
        if (width > 7.0 * name.length() + 10) {
            bar.add(label(from + width / 2, y + BAR / 2 + 4, "middle", name));
        }
        svg.add(bar.add(Element.of("title", title)));
    }

    /** The drawing with a caption. */
    Element figure(Element caption) {
        return Element.of("figure", caption, svg).with("class", "card gantt");
    }
}
