package org.meshgate.usage;

import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.meshgate.runtime.vertx.StreamedBodyWriter;
import org.meshgate.usage.dto.UsageItem;
import org.meshgate.usage.dto.UsageResponse;

/** Writes usage as CSV (RFC 4180): a line with the names of the columns, then one for each item, without the total. */
@Provider
@Produces(UsageCsvWriter.MEDIA_TYPE)
public class UsageCsvWriter extends StreamedBodyWriter<UsageResponse> {

    static final String MEDIA_TYPE = "text/csv";

    private static final String LINE_END = "\r\n";
    private static final String COLUMNS = ",jobs,failed,cancelled,gpu_seconds,result_bytes";

    /** Spreadsheets take text that begins with one of these for a formula. */
    private static final String FORMULA_SIGNS = "=+-@\t\r\n";

    /** For the JAX-RS container. */
    public UsageCsvWriter() {}

    @Override
    protected Class<UsageResponse> bodyType() {
        return UsageResponse.class;
    }

    @Override
    protected void write(UsageResponse usage, RoutingContext routing, Runnable resume) {
        routing.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, MEDIA_TYPE + ";charset=UTF-8;header=present")
                .putHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"usage.csv\"")
                .end(text(usage))
                .onComplete(sent -> resume.run());
    }

    static String text(UsageResponse usage) {
        return Stream.concat(
                        Stream.of(usage.by() + COLUMNS), usage.items().stream().map(UsageCsvWriter::line))
                .map(line -> line + LINE_END)
                .collect(Collectors.joining());
    }

    private static String line(UsageItem item) {
        return field(item.key()) + "," + item.jobs() + "," + item.failed() + "," + item.cancelled() + ","
                + item.gpuSeconds().toPlainString() + "," + item.resultBytes();
    }

    /** A feature may have any name: another program may have written its job. */
    private static String field(String text) {
        String safe = !text.isEmpty() && FORMULA_SIGNS.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
        boolean plain = safe.chars().noneMatch(c -> c == '"' || c == ',' || c == '\r' || c == '\n');
        return plain ? safe : "\"" + safe.replace("\"", "\"\"") + "\"";
    }
}
