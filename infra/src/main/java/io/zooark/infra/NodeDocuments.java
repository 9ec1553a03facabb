package io.zooark.infra;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.zooark.statemachine.NodeDocument;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.services.ssm.CfnDocument;
import software.constructs.Construct;

/** The documents that may run on the hosts of one ensemble, one for each action. */
final class NodeDocuments extends Construct {
    private final Map<String, String> names = new LinkedHashMap<>();
    private final Map<NodeDocument, String> all = new LinkedHashMap<>();

    NodeDocuments(Construct scope, String id, List<NodeDocument> documents) {
        super(scope, id);
        for (NodeDocument document : documents) {
            CfnDocument deployed = CfnDocument.Builder.create(this, document.action())
                    .documentType("Command")
                    .documentFormat("JSON")
                    .targetType("/AWS::EC2::Instance")
                    // a new version becomes the default, which is what the functions run, under the same name
                    .updateMethod("NewVersion")
                    .content(new ObjectMapper()
                            .convertValue(document.json(), new TypeReference<LinkedHashMap<String, Object>>() {}))
                    .build();
            all.put(document, deployed.getRef());
            if (document.isForRestores()) {
                names.put(document.action(), deployed.getRef());
            }
        }
    }

    /** Returns the deployed document's name for each action of a restore, always in the same order. */
    Map<String, String> names() {
        return Collections.unmodifiableMap(names);
    }

    /** Returns every document with its deployed name, those that a person alone sends too. */
    Map<NodeDocument, String> all() {
        return Collections.unmodifiableMap(all);
    }

    /** Returns the deployed names of all documents of a restore but one. */
    List<String> namesBut(String action) {
        List<String> others = new ArrayList<>(names.values());
        others.remove(name(action));
        return List.copyOf(others);
    }

    /** Returns the deployed name of one document of a restore. */
    String name(String action) {
        return requireNonNull(names.get(action), () -> "there is no document for " + action);
    }
}
