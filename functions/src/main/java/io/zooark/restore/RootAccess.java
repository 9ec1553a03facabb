package io.zooark.restore;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.zooark.ensemble.Credential;
import io.zooark.ensemble.Ensemble;
import io.zooark.error.RestoreException;
import io.zooark.snapshot.RootAcl;
import io.zooark.snapshot.RootAcl.Entry;
import io.zooark.snapshot.Vault;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Judges whether the functions may still administer the servers under the access list that a restore brings back. */
public final class RootAccess {
    private final Ensemble ensemble;
    private final Vault vault;
    private final RootAcl rootAcl;
    private final Supplier<Credential> credential;

    public RootAccess(Ensemble ensemble, Vault vault, RootAcl rootAcl, Supplier<Credential> credential) {
        this.ensemble = requireNonNull(ensemble, "ensemble is null");
        this.vault = requireNonNull(vault, "vault is null");
        this.rootAcl = requireNonNull(rootAcl, "rootAcl is null");
        this.credential = requireNonNull(credential, "credential is null");
    }

    /** Returns what a person should know of the snapshot's access list; empty where it is as it should be. */
    Optional<String> warning(RestorePlan plan) {
        if (ensemble.admin().authentication() == Ensemble.Authentication.X509) {
            return Optional.of(
                    "see that the snapshot's access list of / gives all permissions to the certificate of the"
                            + " functions, or that it is the super user: it applies once the snapshot is restored");
        }
        try (InputStream bytes = vault.open(plan.snapshot().object())) {
            return warning(rootAcl.of(bytes), credential.get().digest());
        } catch (IOException | RestoreException e) {
            return Optional.of("who may administer the servers after the restore cannot be told: "
                    + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
        }
    }

    /**
     * Returns what a person should know; empty where the access list gives all permissions to the user.
     *
     * @param acl of the root in the snapshot; empty where it cannot be told
     * @param credential {@code user:password}
     */
    static Optional<String> warning(Optional<List<Entry>> acl, String credential) {
        if (acl.isEmpty()) {
            return Optional.of(
                    "who may administer the servers after the restore cannot be told: the snapshot's beginning"
                            + " does not show the access list of /");
        }
        String user = credential.replaceFirst(":.*$", "");
        boolean allowed = acl.get().stream()
                .filter(Entry::givesAll)
                .anyMatch(entry -> isAnyone(entry)
                        || (entry.scheme().equals("digest") && entry.id().equals(digest(credential))));
        return allowed
                ? Optional.empty()
                : Optional.of(
                        "the snapshot's access list of / (" + acl.get() + ") does not give all permissions to '" + user
                                + "', as whom the functions come: unless that is the super user, which cannot be seen from outside, the"
                                + " AdminServers will refuse it once the snapshot is restored, and the restore ends there");
    }

    private static boolean isAnyone(Entry entry) {
        return entry.scheme().equals("world") && entry.id().equals("anyone");
    }

    /** As {@code DigestAuthenticationProvider.generateDigest} with its default algorithm. */
    private static String digest(String credential) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA1").digest(credential.getBytes(UTF_8));
            return credential.replaceFirst(":.*$", "") + ":"
                    + Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-1", e);
        }
    }
}
