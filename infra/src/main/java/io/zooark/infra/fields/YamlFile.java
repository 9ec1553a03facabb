package io.zooark.infra.fields;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** A file in YAML 1.2, as a tree that knows on which line each of its fields stands. */
public final class YamlFile {
    private static final int LARGEST_INTEGER_DIGITS = 9;

    private final Map<String, Integer> lines = new HashMap<>();
    private final Set<Node> open = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Findings findings;
    private final JsonNode tree;

    private YamlFile(String name, String text) {
        findings = new Findings(name, lines);
        tree = compose(text).map(root -> convert(root, "")).orElse(MissingNode.getInstance());
    }

    /**
     * Reads the file; what is wrong with its YAML is among the findings.
     *
     * @throws IOException if it cannot be read, or is not UTF-8
     */
    public static YamlFile read(Path file) throws IOException {
        return new YamlFile(file.toString(), Files.readString(file));
    }

    /** Returns what it holds; missing if that is nothing, or no YAML. */
    public JsonNode tree() {
        return tree;
    }

    /** Returns what is wrong with it, for others to add to. */
    public Findings findings() {
        return findings;
    }

    private Optional<Node> compose(String text) {
        try {
            return new Compose(LoadSettings.builder().build()).composeString(text);
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
            findings.addAt(line, "", "is not YAML: " + e.getProblem());
        } catch (YamlEngineException e) {
            findings.addAt(1, "", "is not YAML: " + e.getMessage());
        }
        return Optional.empty();
    }

    private JsonNode convert(Node node, String path) {
        if (!open.add(node)) {
            findings.addAt(line(node), path, "is an alias of what it stands in");
            return NullNode.getInstance();
        }
        try {
            if (node instanceof MappingNode mapping) {
                return mapping(mapping, path);
            }
            return node instanceof SequenceNode list ? list(list, path) : scalar((ScalarNode) node, path);
        } finally {
            open.remove(node);
        }
    }

    private ObjectNode mapping(MappingNode node, String path) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        for (NodeTuple entry : node.getValue()) {
            int line = line(entry.getKeyNode());
            if (!(entry.getKeyNode() instanceof ScalarNode key)) {
                findings.addAt(line, path, "has a field whose name is no text");
                continue;
            }
            String at = path.isEmpty() ? key.getValue() : path + "." + key.getValue();
            if (object.has(key.getValue())) {
                findings.addAt(line, at, "stands here a second time; the first is on line " + lines.get(at));
                continue;
            }
            lines.put(at, line);
            object.set(key.getValue(), convert(entry.getValueNode(), at));
        }
        return object;
    }

    private ArrayNode list(SequenceNode node, String path) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        for (Node entry : node.getValue()) {
            String at = path + "[" + list.size() + "]";
            lines.put(at, line(entry));
            list.add(convert(entry, at));
        }
        return list;
    }

    private JsonNode scalar(ScalarNode node, String path) {
        Tag tag = requireNonNull(node.getTag(), "the composer gives every scalar a tag");
        String value = node.getValue();
        if (tag.equals(Tag.INT)) {
            return value.length() <= LARGEST_INTEGER_DIGITS
                    ? IntNode.valueOf(Integer.parseInt(value))
                    : BigIntegerNode.valueOf(new BigInteger(value));
        }
        if (tag.equals(Tag.BOOL)) {
            return BooleanNode.valueOf(Boolean.parseBoolean(value));
        }
        if (tag.equals(Tag.NULL)) {
            return NullNode.getInstance();
        }
        if (tag.equals(Tag.FLOAT) && !value.contains(".inf") && !value.contains(".nan")) {
            return DecimalNode.valueOf(new BigDecimal(value));
        }
        if (!tag.equals(Tag.STR) && !tag.equals(Tag.FLOAT)) {
            findings.addAt(line(node), path, "has the tag " + tag + ", which means nothing here");
        }
        return TextNode.valueOf(value);
    }

    private static int line(Node node) {
        return node.getStartMark().map(Mark::getLine).orElse(0) + 1;
    }
}
