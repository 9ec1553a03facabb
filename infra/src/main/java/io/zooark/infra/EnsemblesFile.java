package io.zooark.infra;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.zooark.infra.fields.Findings;
import io.zooark.infra.fields.YamlFile;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The file in which {@link Ensembles} are written down, {@code ensembles.yaml}, read strictly. */
public final class EnsemblesFile {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();
    private static final String ENSEMBLES = "ensembles";
    private static final String DEFAULTS = "defaults";

    private final JsonNode tree;
    private final Findings findings;

    private EnsemblesFile(YamlFile yaml) {
        tree = yaml.tree();
        findings = yaml.findings();
    }

    /**
     * Reads the file.
     *
     * @throws ConfigurationException if it is missing or anything in it is wrong; it names each line and field
     */
    public static Ensembles read(Path file) {
        YamlFile yaml;
        try {
            yaml = YamlFile.read(file);
        } catch (NoSuchFileException e) {
            throw new ConfigurationException(
                    file + " is missing",
                    "copy ensembles.example.yaml to ensembles.yaml and describe your ensembles there, or name another file:"
                            + " -c zooark:ensembles=FILE",
                    e);
        } catch (IOException e) {
            throw new ConfigurationException(
                    file + " cannot be read: " + e.getMessage(), "look at the file and its permissions", e);
        }
        Optional<Ensembles> read = new EnsemblesFile(yaml).read();
        if (read.isEmpty()) {
            int problems = yaml.findings().size();
            throw new ConfigurationException(
                    file + " has " + (problems == 1 ? "a problem" : problems + " problems") + ":\n" + yaml.findings(),
                    "every field is explained in ensembles.example.yaml",
                    null);
        }
        return read.get();
    }

    private Optional<Ensembles> read() {
        if (tree.isMissingNode()) {
            if (findings.isEmpty()) {
                findings.add("", "is empty: ensembles is missing");
            }
            return Optional.empty();
        }
        EnsembleFields.FILE.check(tree, "", findings);
        if (tree.isObject() && !tree.has(ENSEMBLES)) {
            findings.add(ENSEMBLES, "is missing");
        }
        refuseSameNames();
        JsonNode vaultTree = tree.path("vault");
        Optional<VaultConfig> vault = vaultTree.isMissingNode()
                ? Optional.of(VaultConfig.usual())
                : bind(EnsembleFields.VAULT.missing(vaultTree), vaultTree, VaultConfig.class, List.of("vault"));
        List<EnsembleConfig> ensembles = new ArrayList<>();
        for (int i = 0; i < tree.path(ENSEMBLES).size(); i++) {
            ensemble(i).ifPresent(ensembles::add);
        }
        refuseSameServers(ensembles);
        vault.ifPresent(found -> refuseSeldom(found.retention(), ensembles));
        return findings.isEmpty() && vault.isPresent()
                ? Optional.of(new Ensembles(vault.get(), ensembles))
                : Optional.empty();
    }

    private Optional<EnsembleConfig> ensemble(int index) {
        JsonNode own = tree.path(ENSEMBLES).path(index);
        if (!own.isObject()) {
            return Optional.empty();
        }
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        merge(all, tree.path(DEFAULTS));
        merge(all, own);
        List<String> missing = EnsembleFields.ENSEMBLE.missing(all);
        complete(all);
        List<String> places = List.of(ENSEMBLES + "[" + index + "]", DEFAULTS);
        Optional<EnsembleConfig> ensemble = bind(missing, all, EnsembleConfig.class, places);
        ensemble.ifPresent(found -> {
            refuseNever(found.schedule(), 2, place(places, "schedule.expression"));
            refuseNever(found.drill().schedule(), 1, place(places, "drill.expression"));
        });
        return ensemble;
    }

    /** Refuses what has the form of a schedule, and never comes, or so seldom that no alarm could miss it. */
    private void refuseNever(EnsembleConfig.Schedule schedule, int times, String at) {
        try {
            Firings.longestUntil(times, schedule);
        } catch (ConfigurationException e) {
            Throwable reason = e.getCause() == null ? e : e.getCause();
            findings.add(
                    at,
                    "is no schedule that can be watched, got '" + schedule.expression() + "': " + reason.getMessage());
        }
    }

    /** Returns the first of these places in which a field stands, or else the first. */
    private String place(List<String> places, String field) {
        return places.stream()
                .map(place -> place + "." + field)
                .filter(findings::has)
                .findFirst()
                .orElse(places.get(0) + "." + field);
    }

    /** Writes what goes by the ensemble's name where nothing is said. */
    private static void complete(ObjectNode all) {
        String name = all.path("name").asText();
        if (all.path("instances") instanceof ObjectNode tag && !tag.has("value")) {
            tag.put("value", name);
        }
        if (all.path("admin") instanceof ObjectNode admin
                && !admin.has("credentialParameter")
                && !admin.path("authentication").asText().equals("x509")) {
            admin.put("credentialParameter", AdminConfig.usualParameter(name));
        }
    }

    /** Lets what one ensemble says take the place of what is said for all; lists are taken as a whole. */
    private static void merge(ObjectNode into, JsonNode from) {
        from.properties().forEach(field -> {
            if (field.getValue().isObject() && into.path(field.getKey()) instanceof ObjectNode inner) {
                merge(inner, field.getValue());
            } else {
                into.set(field.getKey(), field.getValue().deepCopy());
            }
        });
    }

    /**
     * Makes the value, whose constructor judges what its fields mean together.
     *
     * @param missing fields that must be there and are not
     * @param places where its fields may stand; the first is where they are missed
     */
    private <T> Optional<T> bind(List<String> missing, JsonNode value, Class<T> type, List<String> places) {
        String own = places.get(0);
        missing.forEach(path -> findings.add(own + "." + path, "is missing"));
        if (!places.stream().allMatch(findings::noneIn)) {
            return Optional.empty();
        }
        try {
            return Optional.of(MAPPER.treeToValue(value, type));
        } catch (JsonProcessingException e) {
            String[] refusal = e.getCause() instanceof IllegalArgumentException refused
                    ? String.valueOf(refused.getMessage()).split(" ", 2)
                    : new String[] {"", e.getOriginalMessage()};
            findings.add(place(places, refusal[0]), refusal[1]);
            return Optional.empty();
        }
    }

    /** Only where all have been read: by then their places in the file are those in the list. */
    private void refuseSameServers(List<EnsembleConfig> ensembles) {
        if (findings.isEmpty()) {
            new SameServers(findings).refuse(ensembles);
        }
    }

    private void refuseSeldom(VaultConfig.Retention retention, List<EnsembleConfig> ensembles) {
        if (!findings.isEmpty()) {
            return;
        }
        for (int i = 0; i < ensembles.size(); i++) {
            List<String> places = List.of(ENSEMBLES + "[" + i + "]", DEFAULTS);
            SnapshotLife life = SnapshotLife.of(ensembles.get(i), retention);
            life.tooSeldom(ensembles.get(i).schedule(), "take backups")
                    .ifPresent(problem -> findings.add(place(places, "schedule.expression"), problem));
            life.tooSeldom(ensembles.get(i).drill().schedule(), "drill")
                    .ifPresent(problem -> findings.add(place(places, "drill.expression"), problem));
        }
    }

    private void refuseSameNames() {
        Map<String, String> first = new HashMap<>();
        for (int i = 0; i < tree.path(ENSEMBLES).size(); i++) {
            String at = ENSEMBLES + "[" + i + "].name";
            String name = tree.path(ENSEMBLES).path(i).path("name").asText();
            String other = first.putIfAbsent(name, at);
            if (other != null && findings.has(at)) {
                findings.add(
                        at,
                        "must be a name of its own, got '" + name + "', which is " + other + " on line "
                                + findings.line(other));
            }
        }
    }
}
