package io.zooark.infra;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.cloudwatch.IAlarmAction;
import software.amazon.awscdk.services.cloudwatch.actions.SnsAction;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.sns.Topic;
import software.amazon.awscdk.services.sns.subscriptions.EmailSubscription;
import software.constructs.Construct;

/** Whom the alarms of an ensemble tell: a topic that somebody else keeps, and an e-mail address by a topic of its own. */
final class AlarmTargets extends Construct {
    private final List<IAlarmAction> actions = new ArrayList<>();

    AlarmTargets(Construct scope, String id, EnsembleConfig.Alarms alarms) {
        super(scope, id);
        requireNonNull(alarms, "alarms is null");
        if (alarms.topic() != null) {
            actions.add(new SnsAction(Topic.fromTopicArn(this, "Topic", alarms.topic())));
        }
        if (alarms.email() != null) {
            actions.add(new SnsAction(mail(alarms.email())));
        }
    }

    /** Returns what an alarm does when its state changes; nothing where nobody is to be told. */
    List<IAlarmAction> actions() {
        return List.copyOf(actions);
    }

    /**
     * Not encrypted with a key: of keys, alarms can use those alone whose policy names them, and a message says which alarm
     * rings and nothing of what ZooKeeper holds.
     */
    private Topic mail(@Nullable String address) {
        Topic topic = Topic.Builder.create(this, "Mail")
                .displayName("Zooark")
                .enforceSsl(true)
                .build();
        topic.addSubscription(new EmailSubscription(requireNonNull(address, "address is null")));
        // the refusal of plain HTTP has taken the place of the policy that topics have by themselves
        PolicyStatement ring = Statements.allow(
                "LetAlarmsRing",
                List.of("sns:Publish"),
                List.of(topic.getTopicArn()),
                Map.of(
                        "StringEquals",
                        Map.of("aws:SourceAccount", Stack.of(this).getAccount())));
        ring.addServicePrincipal("cloudwatch.amazonaws.com");
        topic.addToResourcePolicy(ring);
        return topic;
    }
}
