package org.meshgate.jobs.view;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializable;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.meshgate.jobs.record.JobRecord;

/**
 * A job's status, written member by member from its record: clients ask for it more often than for anything else, so there
 * is no second tree in between. What Meshgate says itself goes before what another program put into the record under the
 * same name.
 */
@RegisterForReflection(
        methods = false,
        fields = false) // Jackson looks for annotations, and finds that it writes itself
public final class JobStatusDocument implements JsonSerializable {

    private static final String RESULT = "result";
    private static final String CANCEL_REQUESTED = "cancel_requested";
    private static final String NOTE = "note";

    private static final SerializableString PROGRESS = new SerializedString("progress");
    private static final SerializableString QUEUE_POSITION = new SerializedString("queue_position");
    private static final SerializableString STATUS_URL = new SerializedString("status_url");
    private static final SerializableString CANCEL_URL = new SerializedString("cancel_url");
    private static final SerializableString TIMEZONE = new SerializedString("timezone");
    private static final SerializableString UTC = new SerializedString("UTC");

    private record Day(String field, SerializableString name) {}

    private static final List<Day> DAYS = JobView.TIMES.stream()
            .map(field -> new Day(field, new SerializedString(field + "_date")))
            .toList();

    private static final Set<String> OWN = Stream.of(
                    Stream.of(PROGRESS, QUEUE_POSITION, STATUS_URL, CANCEL_URL, TIMEZONE)
                            .map(SerializableString::getValue),
                    DAYS.stream().map(day -> day.name().getValue()),
                    JobFilesView.OF_INPUT.stream())
            .flatMap(names -> names)
            .collect(Collectors.toUnmodifiableSet());

    private final JobView view;
    private final JobView.JobViewContext material;

    JobStatusDocument(JobView view, JobView.JobViewContext material) {
        this.view = view;
        this.material = material;
    }

    @Override
    public void serialize(JsonGenerator out, SerializerProvider provider) throws IOException {
        JobRecord job = material.job();
        Optional<ObjectNode> result = view.result(material);
        Optional<String> note = view.note(job);
        out.writeStartObject();
        for (Map.Entry<String, JsonNode> member : job.fields().properties()) {
            String name = member.getKey();
            if (!OWN.contains(name)
                    && !(name.equals(RESULT) && result.isPresent())
                    && !(name.equals(CANCEL_REQUESTED) && job.cancelling())
                    && !(name.equals(NOTE) && note.isPresent())) {
                out.writeFieldName(name);
                view.value(job, name, member.getValue(), material.withPaths()).serialize(out, provider);
            }
        }
        if (result.isPresent()) {
            out.writeFieldName(RESULT);
            result.get().serialize(out, provider);
        }
        progress(job, out);
        if (note.isPresent()) {
            out.writeStringField(NOTE, note.get());
        }
        out.writeFieldName(STATUS_URL);
        out.writeString(material.urls().status(job.id()));
        out.writeFieldName(CANCEL_URL);
        out.writeString(material.urls().cancel(job.id()));
        days(job, out);
        for (Map.Entry<String, JsonNode> member : view.input(material).properties()) {
            out.writeFieldName(member.getKey());
            member.getValue().serialize(out, provider);
        }
        out.writeEndObject();
    }

    @Override
    public void serializeWithType(JsonGenerator out, SerializerProvider provider, TypeSerializer type)
            throws IOException {
        serialize(out, provider); // it says what it is by its route
    }

    private static void progress(JobRecord job, JsonGenerator out) throws IOException {
        out.writeFieldName(PROGRESS);
        out.writeNumber(JobView.progress(job));
        out.writeFieldName(QUEUE_POSITION);
        if (job.ahead().isPresent()) {
            out.writeNumber(job.ahead().getAsLong() + 1);
        } else {
            out.writeNull();
        }
        if (job.cancelling()) {
            out.writeBooleanField(CANCEL_REQUESTED, true);
        }
    }

    private static void days(JobRecord job, JsonGenerator out) throws IOException {
        for (Day day : DAYS) {
            out.writeFieldName(day.name());
            Optional<String> text = JobView.day(job, day.field());
            if (text.isPresent()) {
                out.writeString(text.get());
            } else {
                out.writeNull();
            }
        }
        out.writeFieldName(TIMEZONE);
        out.writeString(UTC);
    }
}
