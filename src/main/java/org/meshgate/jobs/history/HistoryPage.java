package org.meshgate.jobs.history;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Bounds the bytes of a history page, because a row may be much longer than its record in Redis. */
public final class HistoryPage {

    /** Enough for 500 ordinary rows; a page always has at least one row. */
    public static final long MAX_BYTES = 2 * 1024 * 1024;

    /** Bytes of quotation marks, colon and comma, or of the longest literal. */
    private static final int PUNCTUATION = 6;

    private static final int ESCAPE = 6;

    private HistoryPage() {}

    /** The first rows that fit into {@link #MAX_BYTES}. */
    public static <T> List<ObjectNode> bounded(List<T> jobs, Function<T, ObjectNode> row) {
        List<ObjectNode> rows = new ArrayList<>(jobs.size());
        long bytes = 0;
        for (T job : jobs) {
            ObjectNode next = row.apply(job);
            bytes += bytes(next);
            if (bytes > MAX_BYTES && !rows.isEmpty()) {
                break;
            }
            rows.add(next);
        }
        return rows;
    }

    /** An upper bound of the bytes as JSON in UTF-8, nearly exact for strings, without serializing. */
    static long bytes(JsonNode node) {
        if (node.isTextual()) {
            return PUNCTUATION + bytes(node.textValue());
        }
        if (!node.isContainerNode()) {
            return PUNCTUATION + (node.isNumber() ? node.asText().length() : 0);
        }
        long bytes = PUNCTUATION;
        for (Map.Entry<String, JsonNode> member : node.properties()) {
            bytes += PUNCTUATION + bytes(member.getKey()) + bytes(member.getValue());
        }
        if (node.isArray()) {
            for (JsonNode element : node) {
                bytes += bytes(element);
            }
        }
        return bytes;
    }

    private static long bytes(String text) {
        long bytes = text.length();
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character < ' ') {
                bytes += ESCAPE - 1;
            } else if (character == '"' || character == '\\') {
                bytes++;
            } else if (character > 0x7f) {
                bytes += 2;
            }
        }
        return bytes;
    }
}
