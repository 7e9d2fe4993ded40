package io.akkord.rewards.instructions;

import static io.akkord.rewards.instructions.InstructionKind.plain;

import java.util.List;
import java.util.regex.Pattern;

/** Tables of separated values: the {@code custom:csv} prompts of IFBench. */
final class TableChecks {

    private static final List<String> CITIES = List.of("ID", "Country", "City", "Year", "Count");
    private static final Pattern PRODUCTS = header(",[ \\t]*", "ProductID", "Category", "Brand", "Price", "Stock");
    private static final Pattern GRADES = header("\\t *", "StudentID", "Subject", "Grade", "Semester", "Score");
    private static final int COLUMNS = 5;

    private TableChecks() {}

    static List<InstructionKind> kinds() {
        return List.of(
                plain("custom:csv_city", "CityCSVChecker", text -> {
                    List<List<String>> rows = Csv.rows(text, ',');
                    return rows.size() == 8
                            && rows.getFirst().equals(CITIES)
                            && rows.stream().allMatch(TableChecks::isFull);
                }),
                plain("custom:csv_special_character", "SpecialCharacterCSVChecker", text -> {
                    List<List<String>> rows = withQuotes(text, ',');
                    return hasHeader(text, PRODUCTS)
                            && rows.size() == 15
                            && rows.stream().skip(1).allMatch(TableChecks::isFull)
                            && rows.stream()
                                    .skip(1)
                                    .anyMatch(row -> row.stream().anyMatch(TableChecks::isQuotedSpecial));
                }),
                plain("custom:csv_quotes", "QuotesCSVChecker", text -> {
                    List<List<String>> rows = withQuotes(text, '\t');
                    return hasHeader(text, GRADES)
                            && rows.size() == 4
                            && rows.stream()
                                    .allMatch(row -> isFull(row) && row.stream().allMatch(TableChecks::isQuoted));
                }));
    }

    /** A first line of these names, each in quotes or not. */
    private static Pattern header(String separator, String... names) {
        return Pattern.compile(String.join(
                separator,
                List.of(names).stream()
                        .map(name -> "(?:" + name + "|\"" + name + "\")")
                        .toList()));
    }

    private static boolean hasHeader(String text, Pattern header) {
        return header.matcher(Words.strip(Words.lines(text).getFirst())).matches();
    }

    /** The rows, their fields keeping the quotes around them. */
    private static List<List<String>> withQuotes(String text, char separator) {
        return Csv.rows(text.replace("\"", "\"\"\""), separator);
    }

    private static boolean isFull(List<String> row) {
        return row.size() == COLUMNS;
    }

    private static boolean isQuoted(String field) {
        String text = Words.strip(field);
        return text.startsWith("\"") && text.endsWith("\"");
    }

    /** Something that is neither letter nor number nor blank, between quotes. */
    private static boolean isQuotedSpecial(String field) {
        int last = field.lastIndexOf('"');
        return field.startsWith("\"")
                && last > 1
                && field.substring(1, last)
                        .codePoints()
                        .anyMatch(one -> !Words.isWordCharacter(one) && !Words.isBlank(one));
    }
}
