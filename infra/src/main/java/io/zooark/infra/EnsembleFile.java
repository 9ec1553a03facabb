package io.zooark.infra;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The file in which an {@link EnsembleConfig} is written down, read strictly. */
final class EnsembleFile {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .build();

    private EnsembleFile() {}

    /**
     * Reads the ensemble.
     *
     * @throws ConfigurationException if the file is missing or not an ensemble; it names the field
     */
    static EnsembleConfig read(Path file) {
        try {
            return MAPPER.readValue(Files.readString(file), EnsembleConfig.class);
        } catch (NoSuchFileException e) {
            throw new ConfigurationException(
                    file + " is missing",
                    "copy ensemble.example.json to ensemble.json and describe your ensemble there, or name another file: "
                            + "-c zooark:ensemble=FILE",
                    e);
        } catch (JsonProcessingException e) {
            throw new ConfigurationException(
                    file + " is not an ensemble: " + problem(e), "compare it with ensemble.example.json", e);
        } catch (IOException e) {
            throw new ConfigurationException(
                    file + " cannot be read: " + e.getMessage(), "look at the file and its permissions", e);
        }
    }

    private static String problem(JsonProcessingException e) {
        if (e.getCause() instanceof IllegalArgumentException refused) {
            return String.valueOf(refused.getMessage());
        }
        if (e instanceof UnrecognizedPropertyException unknown) {
            return path(unknown) + " is not known; known there are " + new TreeSet<>(unknown.getKnownPropertyIds());
        }
        String where = e instanceof JsonMappingException mapping ? path(mapping) : "";
        String line = e.getLocation() == null ? "" : " (line " + e.getLocation().getLineNr() + ")";
        return (where.isEmpty() ? "" : where + ": ") + e.getOriginalMessage() + line;
    }

    private static String path(JsonMappingException e) {
        return e.getPath().stream()
                .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
                .collect(Collectors.joining("."));
    }
}
