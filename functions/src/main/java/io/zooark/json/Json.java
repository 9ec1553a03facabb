package io.zooark.json;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.deser.std.FromStringDeserializer;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.zooark.ensemble.Zxid;
import io.zooark.restore.NodeCommand;
import io.zooark.restore.SnapshotChoice;
import io.zooark.restore.StateData;
import io.zooark.snapshot.Manifest;
import io.zooark.snapshot.SnapshotClass;
import io.zooark.snapshot.SnapshotId;
import io.zooark.snapshot.TakeSnapshot;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.function.Function;

/**
 * How our values are written as JSON, and read back strictly: a field that is not known is refused by its name.
 *
 * <p>Only manifests are read leniently: what a later version wrote is kept.
 */
public final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .addModule(new Jdk8Module())
            .addModule(domain())
            .addMixIn(Manifest.class, KeepsUnknown.class)
            .addMixIn(StateData.class, KeepsResults.class)
            .addMixIn(NodeCommand.Answer.class, IgnoresTime.class)
            .addMixIn(TakeSnapshot.Request.class, SnapshotRequest.class)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .enable(SerializationFeature.WRITE_ENUMS_USING_TO_STRING)
            .enable(DeserializationFeature.READ_ENUMS_USING_TO_STRING)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .build();

    private Json() {}

    /** Returns the mapper itself, for those who read or write streams and trees. */
    public static JsonMapper mapper() {
        return MAPPER;
    }

    /** Writes a value of ours as one line. */
    public static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write " + value.getClass().getName() + " as JSON", e);
        }
    }

    /** Writes a value of ours for people to read. */
    public static String pretty(Object value) {
        try {
            return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write " + value.getClass().getName() + " as JSON", e);
        }
    }

    private static SimpleModule domain() {
        SimpleModule module = new SimpleModule("zooark");
        text(module, Zxid.class, Zxid::parse);
        text(module, SnapshotId.class, SnapshotId::parse);
        text(module, SnapshotClass.class, SnapshotClass::parse);
        module.addDeserializer(SnapshotChoice.class, new ChoiceReader());
        return module;
    }

    private static <T> void text(SimpleModule module, Class<T> type, Function<String, T> parse) {
        module.addSerializer(type, ToStringSerializer.instance);
        module.addDeserializer(type, new TextReader<>(type, parse));
    }

    private static final class TextReader<T> extends FromStringDeserializer<T> {
        private static final long serialVersionUID = 1;
        private final transient Function<String, T> parse;

        TextReader(Class<T> type, Function<String, T> parse) {
            super(type);
            this.parse = parse;
        }

        @Override
        protected T _deserialize(String value, DeserializationContext context) throws IOException {
            try {
                return parse.apply(value);
            } catch (IllegalArgumentException e) {
                throw JsonMappingException.from(context, String.valueOf(e.getMessage()), e);
            }
        }

        /** What is empty is wrong, and not missing: a misspelt class must not make a scheduled backup of a manual one. */
        @Override
        protected Object _deserializeFromEmptyString(DeserializationContext context) throws IOException {
            return _deserialize("", context);
        }
    }

    /**
     * {@code "latest"}, an id, {@code {"before": "<time>"}} or {@code {"zxidAtMost": "<zxid>"}}; of another ensemble
     * {@code {"ensemble": "<name>"}}, which is its latest, with one of the others beside it.
     */
    private static final class ChoiceReader extends StdDeserializer<SnapshotChoice> {
        private static final long serialVersionUID = 1;
        private static final String FORMS =
                "snapshot must be \"latest\", an id like \"daily-20261122T100000Z\", {\"before\": \"2026-11-22T10:00:00Z\"}"
                        + " or {\"zxidAtMost\": \"0x100000a3f\"};"
                        + " of another ensemble {\"ensemble\": \"orders\", \"id\": \"daily-20261122T100000Z\"}";

        ChoiceReader() {
            super(SnapshotChoice.class);
        }

        @Override
        public SnapshotChoice deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            try {
                if (parser.currentToken() == JsonToken.VALUE_STRING) {
                    String text = parser.getText();
                    return text.equals("latest")
                            ? new SnapshotChoice.Latest()
                            : new SnapshotChoice.ById(SnapshotId.parse(text));
                }
                return choice(parser, context.readTree(parser));
            } catch (IllegalArgumentException | DateTimeParseException e) {
                throw JsonMappingException.from(parser, FORMS + ": " + e.getMessage(), e);
            }
        }

        private static SnapshotChoice choice(JsonParser parser, JsonNode choice) throws JsonMappingException {
            if (choice.path("ensemble").isTextual()) {
                ObjectNode rest = choice.deepCopy();
                String ensemble = rest.remove("ensemble").asText();
                return new SnapshotChoice.OfEnsemble(
                        ensemble, rest.isEmpty() ? new SnapshotChoice.Latest() : choice(parser, rest));
            }
            if (choice.size() == 1 && choice.path("id").isTextual()) {
                return new SnapshotChoice.ById(
                        SnapshotId.parse(choice.path("id").asText()));
            }
            if (choice.size() == 1 && choice.path("before").isTextual()) {
                return new SnapshotChoice.Before(
                        Instant.parse(choice.path("before").asText()));
            }
            if (choice.size() == 1 && choice.path("zxidAtMost").isTextual()) {
                return new SnapshotChoice.ZxidAtMost(
                        Zxid.parse(choice.path("zxidAtMost").asText()));
            }
            throw JsonMappingException.from(parser, FORMS);
        }
    }

    interface KeepsUnknown {
        @JsonAnySetter
        @JsonAnyGetter
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        Map<String, Object> unknown();
    }

    interface KeepsResults {
        @JsonAnySetter
        @JsonAnyGetter
        Map<String, Object> results();
    }

    /** A machine keeps what a function answered together with when: the time is for the report alone. */
    @JsonIgnoreProperties("answeredAt")
    interface IgnoresTime {}

    /** {@code class} is a keyword in Java; and a number is no time, though Jackson would take it for seconds since 1970. */
    interface SnapshotRequest {
        @JsonProperty("class")
        SnapshotClass snapshotClass();

        @JsonDeserialize(using = TimeReader.class)
        Instant scheduledTime();
    }

    /** A time as text, such as {@code 2026-11-22T10:00:00Z}. */
    static final class TimeReader extends StdDeserializer<Instant> {
        private static final long serialVersionUID = 1;

        TimeReader() {
            super(Instant.class);
        }

        @Override
        public Instant deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            String text = parser.getText();
            try {
                if (parser.currentToken() == JsonToken.VALUE_STRING) {
                    return Instant.parse(text);
                }
                throw JsonMappingException.from(parser, "a time is like \"2026-11-22T10:00:00Z\", got " + text);
            } catch (DateTimeParseException e) {
                throw JsonMappingException.from(
                        parser, "a time is like \"2026-11-22T10:00:00Z\", got \"" + text + "\"", e);
            }
        }
    }
}
