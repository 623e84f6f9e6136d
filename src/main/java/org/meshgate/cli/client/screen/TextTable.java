package org.meshgate.cli.client.screen;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.meshgate.cli.support.PrintableText;

/** A table that is as wide as its texts, or as the screen: then its last column is cut. */
public final class TextTable {

    private static final String GAP = "  ";

    private final List<List<String>> rows = new ArrayList<>();

    /** @param header the names of the columns */
    public TextTable(String... header) {
        rows.add(List.of(header));
    }

    /** Adds a row; its texts may be anything. */
    public void add(String... cells) {
        rows.add(List.of(cells).stream().map(PrintableText::text).toList());
    }

    /** The lines of the table, each with its cells; the last one is not padded. */
    public List<String> lines(int width) {
        int columns = rows.get(0).size();
        int[] widths = IntStream.range(0, columns)
                .map(column -> rows.stream()
                        .mapToInt(row -> row.get(column)
                                .codePointCount(0, row.get(column).length()))
                        .max()
                        .orElse(0))
                .toArray();
        return rows.stream().map(row -> line(row, widths, width)).toList();
    }

    private static String line(List<String> row, int[] widths, int width) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < row.size(); column++) {
            String cell = row.get(column);
            line.append(cell);
            if (column < row.size() - 1) {
                line.append(" ".repeat(widths[column] - cell.codePointCount(0, cell.length())))
                        .append(GAP);
            }
        }
        return HumanText.shortened(line.toString().stripTrailing(), width);
    }
}
