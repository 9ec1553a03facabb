package io.zooark.cli;

import io.zooark.snapshot.Examination;
import io.zooark.snapshot.Manifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is stored, held to what its manifest says.
 *
 * @param id the snapshot's name
 * @param crc32 over the bytes that were read
 * @param differences each in words; empty where there are none
 */
record ManifestComparison(String id, String crc32, List<String> differences) {

    static ManifestComparison of(Manifest manifest, Examination found, String crc32) {
        Examination then = manifest.examination();
        List<String> differences = new ArrayList<>();
        compare(differences, "size", found.bytes(), manifest.object().size());
        compare(differences, "CRC32", crc32, manifest.object().crc32());
        compare(differences, "verdict", found.verdict(), then.verdict());
        compare(differences, "end zxid", text(found.endZxid()), text(then.endZxid()));
        compare(differences, "tree digest", text(found.treeDigest()), text(then.treeDigest()));
        compare(differences, "znodes", found.content().nodes(), then.content().nodes());
        return new ManifestComparison(manifest.id().toString(), crc32, List.copyOf(differences));
    }

    private static void compare(List<String> differences, String what, Object found, Object expected) {
        if (!found.equals(expected)) {
            differences.add(what + " is " + found + ", and was " + expected);
        }
    }

    private static String text(Optional<?> value) {
        return value.map(Object::toString).orElse("none");
    }
}
