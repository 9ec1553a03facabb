package io.zooark.infra;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.CfnResource;
import software.constructs.IConstruct;

/**
 * What cdk-nag finds and a reviewer can accept, written at the resource it is for; it goes into the template, where who
 * reviews that finds it too.
 *
 * <p>In the form that cdk-nag reads; the library itself is needed by the tests alone.
 */
final class Accepted {
    private static final String METADATA = "cdk_nag";
    private static final String RULES = "rules_to_suppress";
    private static final String ANY_RESOURCE = "*";

    private Accepted() {}

    /** Accepts one finding at every resource of a type below a construct. */
    static void at(IConstruct construct, String rule, String reason, String type) {
        at(construct, rule, reason, type, List.of());
    }

    /**
     * Accepts some findings of one rule at every resource of a type below a construct.
     *
     * @param details which of the rule's findings; empty for all
     */
    static void at(IConstruct construct, String rule, String reason, String type, List<?> details) {
        construct.getNode().findAll().stream()
                .filter(CfnResource.class::isInstance)
                .map(CfnResource.class::cast)
                .filter(resource -> resource.getCfnResourceType().equals(type))
                .forEach(resource -> add(resource, rule, reason, details));
    }

    /** Returns how cdk-nag tells findings about resources of a policy: by their ends, for it puts names of its own before. */
    static List<?> resources(List<String> arns) {
        return arns.stream()
                .map(arn -> arn.equals(ANY_RESOURCE)
                        ? "Resource::*"
                        : Map.of("regex", "/^Resource::.+" + escaped(afterReferences(arn)) + "$/"))
                .toList();
    }

    private static String afterReferences(String arn) {
        return arn.substring(arn.lastIndexOf('}') + 1);
    }

    private static String escaped(String text) {
        return Pattern.compile("[.*?/+]").matcher(text).replaceAll("\\\\$0");
    }

    private static void add(CfnResource resource, String rule, String reason, List<?> details) {
        List<Object> rules = new ArrayList<>();
        if (resource.getMetadata(METADATA) instanceof Map<?, ?> before && before.get(RULES) instanceof List<?> some) {
            rules.addAll(some);
        }
        Map<String, @Nullable Object> accepted = new LinkedHashMap<>();
        accepted.put("id", rule);
        accepted.put("reason", reason);
        if (!details.isEmpty()) {
            accepted.put("applies_to", details);
        }
        rules.add(accepted);
        resource.addMetadata(METADATA, Map.of(RULES, rules));
    }
}
