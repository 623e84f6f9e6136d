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
 * The status of a job, serialized directly from its record without an intermediate tree, because it is the most
 * frequent response. Members of Meshgate replace members of the same name that another program wrote into the record.
 */
@RegisterForReflection(methods = false, fields = false) // Jackson looks up the annotations of this class
public final class JobStatusDocument implements JsonSerializable {

    private static final String RESULT = "result";
    private static final String CANCEL_REQUESTED = "cancel_requested";
    private static final String NOTE = "note";

    private static final SerializableString PROGRESS = new SerializedString("progress");
    private static final SerializableString QUEUE_POSITION = new SerializedString("queue_position");
    private static final SerializableString WAIT_SECONDS = new SerializedString("estimated_wait_seconds");
    private static final SerializableString MESSAGE = new SerializedString("progress_message");
    private static final SerializableString STATUS_URL = new SerializedString("status_url");
    private static final SerializableString CANCEL_URL = new SerializedString("cancel_url");
    private static final SerializableString TIMEZONE = new SerializedString("timezone");
    private static final SerializableString UTC = new SerializedString("UTC");

    private record DateMember(String field, SerializableString name) {}

    private static final List<DateMember> DATE_MEMBERS = JobView.TIMES.stream()
            .map(field -> new DateMember(field, new SerializedString(field + "_date")))
            .toList();

    private static final Set<String> OWN_MEMBERS = Stream.of(
                    Stream.of(PROGRESS, QUEUE_POSITION, WAIT_SECONDS, MESSAGE, STATUS_URL, CANCEL_URL, TIMEZONE)
                            .map(SerializableString::getValue),
                    DATE_MEMBERS.stream().map(date -> date.name().getValue()),
                    JobFilesView.INPUT_MEMBERS.stream())
            .flatMap(names -> names)
            .collect(Collectors.toUnmodifiableSet());

    private final JobView view;
    private final JobView.JobViewContext context;

    JobStatusDocument(JobView view, JobView.JobViewContext context) {
        this.view = view;
        this.context = context;
    }

    @Override
    public void serialize(JsonGenerator out, SerializerProvider provider) throws IOException {
        JobRecord job = context.job();
        Optional<ObjectNode> result = view.result(context);
        Optional<String> note = view.note(job);
        out.writeStartObject();
        for (Map.Entry<String, JsonNode> member : job.fields().properties()) {
            String name = member.getKey();
            if (!OWN_MEMBERS.contains(name)
                    && !(name.equals(RESULT) && result.isPresent())
                    && !(name.equals(CANCEL_REQUESTED) && job.cancelling())
                    && !(name.equals(NOTE) && note.isPresent())) {
                out.writeFieldName(name);
                view.value(job, name, member.getValue(), context.withPaths()).serialize(out, provider);
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
        out.writeString(context.urls().status(job.id()));
        out.writeFieldName(CANCEL_URL);
        out.writeString(context.urls().cancel(job.id()));
        dates(job, out);
        for (Map.Entry<String, JsonNode> member : view.input(context).properties()) {
            out.writeFieldName(member.getKey());
            member.getValue().serialize(out, provider);
        }
        out.writeEndObject();
    }

    @Override
    public void serializeWithType(JsonGenerator out, SerializerProvider provider, TypeSerializer type)
            throws IOException {
        serialize(out, provider); // the route determines the type
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
        if (job.waitSeconds().isPresent()) {
            out.writeFieldName(WAIT_SECONDS);
            out.writeNumber(job.waitSeconds().getAsLong());
        }
        if (job.message().isPresent()) {
            out.writeFieldName(MESSAGE);
            out.writeString(job.message().get());
        }
        if (job.cancelling()) {
            out.writeBooleanField(CANCEL_REQUESTED, true);
        }
    }

    private static void dates(JobRecord job, JsonGenerator out) throws IOException {
        for (DateMember date : DATE_MEMBERS) {
            out.writeFieldName(date.name());
            Optional<String> text = JobView.date(job, date.field());
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
