package io.akkord.actors.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** A page in one file: markup with its style sheet in it. */
final class Page {

    private Page() {}

    static String of(String title, Element main) {
        var head = Element.of(
                "head",
                Element.of("meta").with("charset", "utf-8"),
                Element.of("meta").with("name", "viewport").with("content", "width=device-width, initial-scale=1"),
                Element.of("title", title + " · Akkord"),
                Element.of("style", styles()));
        return "<!doctype html>\n"
                + Element.of("html", head, Element.of("body", main)).with("lang", "en");
    }

    private static String styles() {
        try (var css = Objects.requireNonNull(Page.class.getResourceAsStream("report.css"), "report.css")) {
            return new String(css.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
