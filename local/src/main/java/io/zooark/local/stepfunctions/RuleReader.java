package io.zooark.local.stepfunctions;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Reads the condition of a Choice; whoever calls it has read what else the object may hold, and ends the section. */
final class RuleReader {
    private RuleReader() {}

    static Rule read(Section section) {
        List<Rule> rules = new ArrayList<>();
        if (section.has("And")) {
            rules.add(new Rule.And(inner(section.sections("And"))));
        }
        if (section.has("Or")) {
            rules.add(new Rule.Or(inner(section.sections("Or"))));
        }
        if (section.has("Not")) {
            rules.add(new Rule.Not(inner(section.section("Not"))));
        }
        if (rules.isEmpty() || section.has("Variable")) {
            rules.addAll(comparisons(section));
        }
        if (rules.size() != 1) {
            section.end();
            throw section.refuse("Variable", "wants exactly one comparison beside it, got " + rules.size());
        }
        return rules.get(0);
    }

    private static List<Rule> inner(List<Section> sections) {
        return sections.stream().map(RuleReader::inner).toList();
    }

    private static Rule inner(Section section) {
        Rule rule = read(section);
        section.end();
        return rule;
    }

    private static List<Rule> comparisons(Section section) {
        Path variable = section.text("Variable", text -> Path.reference(text, "Variable"));
        List<Rule> rules = new ArrayList<>();
        if (section.has("IsPresent")) {
            rules.add(new Rule.Presence(variable, section.bool("IsPresent")));
        }
        if (section.has("IsNull")) {
            rules.add(new Rule.Nullness(variable, section.bool("IsNull")));
        }
        for (Operator operator : Operator.KNOWN) {
            if (section.has(operator.field())) {
                JsonNode expected = section.value(operator.field());
                if (!operator.accepts(expected)) {
                    throw section.refuse(
                            operator.field(), "wants " + operator.operand() + ", got " + Json.write(expected));
                }
                rules.add(new Rule.Comparison(variable, operator, expected));
            }
        }
        return rules;
    }
}
