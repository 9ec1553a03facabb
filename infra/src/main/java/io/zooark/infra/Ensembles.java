package io.zooark.infra;

import static java.util.Objects.requireNonNull;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What {@code ensembles.yaml} describes: a vault, and the ensembles whose backups are in it.
 *
 * @param ensembles at least one, each with a name of its own
 */
public record Ensembles(VaultConfig vault, List<EnsembleConfig> ensembles) {
    public Ensembles {
        requireNonNull(vault, "vault is null");
        ensembles = List.copyOf(ensembles);
        if (ensembles.isEmpty()) {
            throw new IllegalArgumentException("ensembles is empty");
        }
        Set<String> names = new HashSet<>();
        for (EnsembleConfig ensemble : ensembles) {
            if (!names.add(ensemble.name())) {
                throw new IllegalArgumentException("ensembles has two of the name '" + ensemble.name() + "'");
            }
        }
    }

    /**
     * Returns one ensemble.
     *
     * @throws IllegalArgumentException if there is none of this name
     */
    public EnsembleConfig ensemble(String name) {
        return ensembles.stream()
                .filter(ensemble -> ensemble.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no ensemble '" + name + "', but "
                        + ensembles.stream().map(EnsembleConfig::name).toList()));
    }
}
