package io.akkord.actors.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * One element of HTML or SVG, and the only place where text becomes markup: whatever a model wrote is escaped here. A
 * style sheet is raw text in HTML and only ever our own.
 */
final class Element {

    private static final Set<String> WITHOUT_END = Set.of("meta", "br");

    private final String name;
    private final Map<String, String> attributes = new LinkedHashMap<>();
    private final List<Object> children = new ArrayList<>();

    private Element(String name) {
        this.name = name;
    }

    /** An element with children: elements as they are, anything else as text. */
    static Element of(String name, Object... children) {
        var element = new Element(name);
        for (var child : children) {
            element.add(child);
        }
        return element;
    }

    /** A {@code div} of a class of the style sheet. */
    static Element div(String style, Object... children) {
        return of("div", children).with("class", style);
    }

    /** A {@code span} of a class of the style sheet. */
    static Element span(String style, Object... children) {
        return of("span", children).with("class", style);
    }

    /** Sets an attribute; numbers lose their digits beyond hundredths, which no screen shows. */
    Element with(String attribute, Object value) {
        var text = value instanceof Double number
                ? String.format(Locale.ROOT, "%.2f", number).replaceFirst("\\.?0+$", "")
                : value.toString();
        attributes.put(attribute, text);
        return this;
    }

    Element add(Object child) {
        children.add(child instanceof Element ? child : child.toString());
        return this;
    }

    Element addAll(List<Element> more) {
        children.addAll(more);
        return this;
    }

    @Override
    public String toString() {
        var out = new StringBuilder();
        write(out);
        return out.toString();
    }

    private void write(StringBuilder out) {
        out.append('<').append(name);
        attributes.forEach((key, value) -> {
            out.append(' ').append(key).append("=\"");
            escape(value, out);
            out.append('"');
        });
        out.append('>');
        if (WITHOUT_END.contains(name)) {
            return;
        }
        for (var child : children) {
            if (child instanceof Element element) {
                element.write(out);
            } else if (name.equals("style")) {
                out.append(child);
            } else {
                escape((String) child, out);
            }
        }
        out.append("</").append(name).append('>');
    }

    private static void escape(String text, StringBuilder out) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '&' -> out.append("&amp;");
                case '"' -> out.append("&quot;");
                default -> out.append((c < ' ' && c != '\n' && c != '\t') || c == 0x7f ? '\ufffd' : c);
            }
        }
    }
}
