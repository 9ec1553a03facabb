package io.zooark.infra;

import static java.util.Objects.requireNonNull;

import io.zooark.infra.fields.Findings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Refuses two ensembles with the same servers: a restore of one would stop, cut and change those of the other. */
final class SameServers {
    private final Findings findings;

    SameServers(Findings findings) {
        this.findings = requireNonNull(findings, "findings is null");
    }

    /** Adds each that has the tag or the groups of an earlier one; they stand in the file in this order. */
    void refuse(List<EnsembleConfig> ensembles) {
        Map<EnsembleConfig.Tag, String> tags = new HashMap<>();
        Map<List<String>, String> groups = new HashMap<>();
        for (int i = 0; i < ensembles.size(); i++) {
            EnsembleConfig ensemble = ensembles.get(i);
            String own = "ensembles[" + i + "].";
            EnsembleConfig.Tag tag = ensemble.instances();
            once(
                    tags,
                    tag,
                    place(own, "instances.value", "name"),
                    "make a tag of its own, got " + tag.key() + "=" + tag.value());
            List<String> guards =
                    ensemble.network().serverGroups().stream().sorted().toList();
            once(
                    groups,
                    guards,
                    place(own, "network.serverGroups", ""),
                    "be groups of its own, got " + String.join(", ", guards));
        }
    }

    private <K> void once(Map<K, String> first, K key, String at, String must) {
        String other = first.putIfAbsent(key, at);
        if (other != null) {
            findings.add(at, "must " + must + ", as " + other + " on line " + findings.line(other));
        }
    }

    /** Returns where it stands: with the ensemble, or in the defaults, or else by what it goes. */
    private String place(String own, String field, String otherwise) {
        return Stream.of(own + field, "defaults." + field)
                .filter(findings::has)
                .findFirst()
                .orElse(own + otherwise);
    }
}
