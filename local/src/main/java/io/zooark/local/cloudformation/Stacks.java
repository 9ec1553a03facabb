package io.zooark.local.cloudformation;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Synthesised templates as if they had been deployed: every resource has its physical name, every intrinsic its value. */
public final class Stacks {
    private final Place place;
    private final Map<String, JsonNode> templates;
    private final Map<String, Map<String, Resource>> resources = new LinkedHashMap<>();

    /** Gives resources their physical names. */
    @FunctionalInterface
    public interface Names {
        /** Returns the name or id of a resource, or nothing where any will do. */
        Optional<String> of(String type, String logicalId);
    }

    private Stacks(Place place, Map<String, JsonNode> templates) {
        this.place = place;
        this.templates = new LinkedHashMap<>(templates);
    }

    /**
     * Deploys templates.
     *
     * @param templates by the name of the stack
     */
    public static Stacks deployed(Place place, Map<String, JsonNode> templates, Names names) {
        Stacks stacks = new Stacks(place, templates);
        templates.forEach((stack, template) -> stacks.resources.put(stack, resources(stack, template, names)));
        return stacks;
    }

    private static Map<String, Resource> resources(String stack, JsonNode template, Names names) {
        Map<String, Resource> all = new LinkedHashMap<>();
        template.path("Resources").properties().forEach(entry -> {
            String type = entry.getValue().path("Type").asText();
            JsonNode properties = entry.getValue().path("Properties");
            String name = names.of(type, entry.getKey())
                    .or(() -> Optional.ofNullable(
                            properties.path("StateMachineName").textValue()))
                    .orElse(stack + "-" + Resource.path(entry.getKey()));
            all.put(entry.getKey(), new Resource(stack, entry.getKey(), type, name, properties));
        });
        refuseSameNames(stack, all.values());
        return all;
    }

    private static void refuseSameNames(String stack, Collection<Resource> resources) {
        Set<String> names = new HashSet<>();
        for (Resource resource : resources) {
            if (!names.add(resource.type() + " " + resource.name())) {
                throw new TemplateException(
                        "two " + resource.type() + " of stack " + stack + " would be called " + resource.name());
            }
        }
    }

    /** Returns every resource of one type, in all stacks. */
    public List<Resource> all(String type) {
        return resources.values().stream()
                .flatMap(stack -> stack.values().stream())
                .filter(resource -> resource.type().equals(type))
                .toList();
    }

    /** Returns an attribute of a resource, as {@code Fn::GetAtt} does. */
    public String attribute(Resource resource, String attribute) {
        return Attributes.get(place, resource, attribute);
    }

    /** Returns a part of a resource's properties, its intrinsics resolved; the part is named by a JSON pointer. */
    public JsonNode resolved(Resource resource, String pointer) {
        return new Intrinsics(this, resource.stack())
                .resolve(resource.properties().at(pointer));
    }

    /** Returns the text at a place in a resource's properties. */
    public String text(Resource resource, String pointer) {
        JsonNode value = resolved(resource, pointer);
        if (!value.isTextual()) {
            throw new TemplateException(pointer + " of " + resource.id() + " must be a text, got " + value);
        }
        return value.textValue();
    }

    Place place() {
        return place;
    }

    Resource resource(String stack, String id) {
        Resource found =
                requireNonNull(resources.get(stack), () -> "no stack " + stack).get(id);
        if (found == null) {
            throw new TemplateException("stack " + stack + " has no resource " + id);
        }
        return found;
    }

    /** Returns whether a stack's template has a parameter of this name. */
    Optional<JsonNode> parameter(String stack, String name) {
        JsonNode parameter =
                requireNonNull(templates.get(stack)).path("Parameters").path(name);
        return parameter.isMissingNode() ? Optional.empty() : Optional.of(parameter);
    }

    JsonNode exported(String name) {
        for (Map.Entry<String, JsonNode> template : templates.entrySet()) {
            Intrinsics intrinsics = new Intrinsics(this, template.getKey());
            for (JsonNode output : template.getValue().path("Outputs")) {
                JsonNode export = output.at("/Export/Name");
                if (!export.isMissingNode()
                        && intrinsics.resolve(export).asText().equals(name)) {
                    return intrinsics.resolve(output.path("Value"));
                }
            }
        }
        throw new TemplateException("no stack exports " + name);
    }
}
