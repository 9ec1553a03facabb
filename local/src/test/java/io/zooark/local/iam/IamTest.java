package io.zooark.local.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IamTest {
    private static final String ROLE = "arn:aws:iam::123456789012:role/reader";
    private static final String KEY = "arn:aws:kms:eu-central-1:123456789012:key/vault";
    private static final Caller READER = new Caller(ROLE, "Reader", Map.of());
    private static final String TRUST = """
            {"Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "lambda.amazonaws.com"},
              "Condition": {"StringEquals": {"aws:SourceAccount": "123456789012"}}}]}""";

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            s3:GetObject | arn:aws:s3:::vault/hourly/* | s3:GetObject   | arn:aws:s3:::vault/hourly/a/b | true
            s3:getobject | arn:aws:s3:::vault/hourly/* | s3:GetObject   | arn:aws:s3:::vault/hourly/a   | true
            s3:Get*      | arn:aws:s3:::vault/*        | s3:GetObject   | arn:aws:s3:::vault/a          | true
            s3:GetObject | arn:aws:s3:::vault/hourly/* | s3:GetObject   | arn:aws:s3:::vault/daily/a    | false
            s3:GetObject | arn:aws:s3:::vault/Hourly/* | s3:GetObject   | arn:aws:s3:::vault/hourly/a   | false
            s3:GetObject | arn:aws:s3:::vault/*        | s3:PutObject   | arn:aws:s3:::vault/a          | false
            s3:GetObject | arn:aws:s3:::vault          | s3:GetObject   | arn:aws:s3:::vault/a          | false
            s3:*         | *                           | s3:PutObject   | arn:aws:s3:::vault/a          | true
            ssm:Send*    | arn:aws:ssm:*:*:document/a? | ssm:SendCommand | arn:aws:ssm:eu:1:document/ab | true
            ssm:Send*    | arn:aws:ssm:*:document/ab   | ssm:SendCommand | arn:aws:ssm:eu:1:document/ab | false
            """)
    void allowsWhatAStatementNames(String action, String resource, String called, String on, boolean allowed) {
        Iam iam = iam("{'Effect': 'Allow', 'Action': '%s', 'Resource': '%s'}".formatted(action, resource));

        assertThat(iam.refusal(READER, Call.of(called, on)).isEmpty()).isEqualTo(allowed);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {'StringEquals': {'a:k': 'x'}}                     | x    | true
            {'StringEquals': {'a:k': ['x', 'y']}}              | y    | true
            {'StringEquals': {'A:K': 'x'}}                     | x    | true
            {'StringEquals': {'a:k': 'x'}}                     | X    | false
            {'StringEquals': {'a:k': 'x*'}}                    | xy   | false
            {'StringEquals': {'a:k': 'x'}}                     |      | false
            {'StringEqualsIfExists': {'a:k': 'x'}}             |      | true
            {'StringEqualsIfExists': {'a:k': 'x'}}             | y    | false
            {'StringNotEquals': {'a:k': ['x', 'y']}}           | z    | true
            {'StringNotEquals': {'a:k': ['x', 'y']}}           | y    | false
            {'StringNotEquals': {'a:k': 'x'}}                  |      | true
            {'StringEqualsIgnoreCase': {'a:k': 'x'}}           | X    | true
            {'StringLike': {'a:k': 'x/*.json'}}                | x/y.json | true
            {'StringLike': {'a:k': 'x/*'}}                     | y/x  | false
            {'StringLikeIfExists': {'a:k': ['x/*', 'y']}}      | y    | true
            {'StringNotLike': {'a:k': 'x*'}}                   | xy   | false
            {'ArnLike': {'a:k': 'arn:aws:s:*:*:rule/*'}}       | arn:aws:s:r:1:rule/a | true
            {'ArnEquals': {'a:k': 'arn:aws:s:*:rule/*'}}       | arn:aws:s:r:1:rule/a | false
            {'ArnNotLike': {'a:k': 'arn:aws:s:*:*:rule/*'}}    | arn:aws:s:r:1:rule/a | false
            {'Null': {'a:k': 'true'}}                          |      | true
            {'Null': {'a:k': 'false'}}                         |      | false
            {'Null': {'a:k': 'false'}}                         | x    | true
            {'Bool': {'a:k': 'true'}}                          | TRUE | true
            {'Bool': {'a:k': false}}                           | true | false
            {'Bool': {'a:k': 'false'}}                         |      | false
            {'NumericLessThan': {'a:k': 1.2}}                  | 1.1  | true
            {'NumericLessThan': {'a:k': '1.2'}}                | 1.2  | false
            {'NumericGreaterThanEquals': {'a:k': 2}}           | 10   | true
            {'ForAllValues:StringEquals': {'a:k': ['x', 'y']}} | x,y  | true
            {'ForAllValues:StringEquals': {'a:k': ['x', 'y']}} | x,z  | false
            {'ForAllValues:StringEquals': {'a:k': 'x'}}        |      | true
            {'ForAnyValue:StringEquals': {'a:k': 'x'}}         | y,x  | true
            {'ForAnyValue:StringEquals': {'a:k': 'x'}}         | y,z  | false
            {'ForAnyValue:StringEquals': {'a:k': 'x'}}         |      | false
            {'StringEquals': {'a:k': 'x', 'a:l': 'y'}}         | x    | false
            {'StringEquals': {'a:k': 'x'}, 'Null': {'a:l': 'true'}} | x | true
            """)
    void aStatementSpeaksWhereAllItsConditionsHold(String condition, String values, boolean allowed) {
        Iam iam = iam("{'Effect': 'Allow', 'Action': 'a:B', 'Resource': '*', 'Condition': %s}".formatted(condition));
        Call call = Call.of("a:B", "*");

        assertThat(iam.refusal(READER, values == null ? call : call.with("a:k", values.split(",")))
                        .isEmpty())
                .isEqualTo(allowed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'Effect': 'Allow', 'Action': 'a:B', 'Resource': '*', 'Condition': {'DateLessThan': {'a:k': '2026'}}}",
                "{'Effect': 'Allow', 'Action': 'a:B', 'Resource': '*', 'Condition': {'StringLikes': {'a:k': 'x'}}}",
                "{'Effect': 'Allow', 'Action': 'a:B', 'Resource': '*',"
                        + " 'Condition': {'StringEquals': {'a:k': '${aws:PrincipalTag/x}'}}}",
                "{'Effect': 'Allow', 'Action': 'a:B', 'Resource': 'arn:aws:s3:::vault/${aws:username}'}",
                "{'Effect': 'Allow', 'Action': 'a:B', 'Resource': {'Ref': 'Bucket'}}",
                "{'Effect': 'Perhaps', 'Action': 'a:B', 'Resource': '*'}",
                "{'Effect': 'Allow', 'Action': 'a:B', 'Resource': '*', 'Resources': '*'}",
                "{'Effect': 'Allow', 'Action': 'a:B', 'Resource': '*', 'Principal': {'Federated': 'x'}}"
            })
    void readsNoStatementWhoseMeaningItDoesNotKnow(String statement) {
        assertThatThrownBy(() -> iam(statement)).isInstanceOf(PolicyException.class);
    }

    @Test
    void judgesNothingByAConditionOnAKeyThatHasSeveralValues() {
        Iam iam =
                iam("{'Effect': 'Allow', 'Action': 'a:B', 'Resource': '*', 'Condition': {'StringLike': {'a:k': '*'}}}");

        assertThatThrownBy(() -> iam.refusal(READER, Call.of("a:B", "*").with("a:k", "x", "y")))
                .isInstanceOf(PolicyException.class)
                .hasMessageContaining("2 values");
    }

    @Test
    void refusesWhatIsDeniedWhateverElseAllowsIt() {
        Iam iam = iam(
                "{'Effect': 'Allow', 'Action': '*', 'Resource': '*'}",
                "{'Sid': 'Never', 'Effect': 'Deny', 'NotAction': 's3:Get*', 'Resource': '*'}");

        assertThat(iam.refusal(READER, Call.of("s3:GetObject", "arn:aws:s3:::vault/a")))
                .isEmpty();
        assertThat(iam.refusal(READER, Call.of("s3:DeleteObject", "arn:aws:s3:::vault/a")))
                .hasValueSatisfying(why -> assertThat(why).contains("explicit deny", "Never"));
    }

    @Test
    void notResourceSpeaksOfAllOtherResources() {
        Iam iam = iam("{'Effect': 'Allow', 'Action': 's3:GetObject', 'NotResource': 'arn:aws:s3:::vault/locks/*'}");

        assertThat(iam.refusal(READER, Call.of("s3:GetObject", "arn:aws:s3:::vault/hourly/a")))
                .isEmpty();
        assertThat(iam.refusal(READER, Call.of("s3:GetObject", "arn:aws:s3:::vault/locks/a")))
                .isPresent();
    }

    @Test
    void aRefusalNamesCallerActionAndResourceAndIsKept() {
        Iam iam = iam("{'Effect': 'Allow', 'Action': 's3:GetObject', 'Resource': '*'}");

        String why = iam.refusal(READER, Call.of("s3:PutObject", "arn:aws:s3:::vault/a"))
                .orElseThrow();

        assertThat(why)
                .isEqualTo("User: arn:aws:sts::123456789012:assumed-role/reader/Reader is not authorized to perform: "
                        + "s3:PutObject on resource: arn:aws:s3:::vault/a because no identity-based policy allows the "
                        + "s3:PutObject action");
        assertThat(iam.refusals()).containsExactly(why);
    }

    @Test
    void callersAreKnownByTheirKeys() {
        Iam iam = iam("{'Effect': 'Allow', 'Action': 's3:GetObject', 'Resource': '*'}");
        iam.accessKey("reader-key", READER);
        Call call = Call.of("s3:GetObject", "arn:aws:s3:::vault/a");

        assertThat(iam.refusal("reader-key", call)).isEmpty();
        assertThat(iam.refusal("another-key", call))
                .hasValueSatisfying(why -> assertThat(why).contains("another-key"));
    }

    @Test
    void theBucketsPolicySpeaksToo() {
        Iam iam = iam("{'Effect': 'Allow', 'Action': 's3:*', 'Resource': '*'}");
        iam.resource("Bucket", json("""
                {'Statement': [
                  {'Effect': 'Deny', 'Principal': {'AWS': '*'}, 'Action': 's3:*', 'Resource': 'arn:aws:s3:::vault/*',
                   'Condition': {'Bool': {'aws:SecureTransport': 'false'}}},
                  {'Effect': 'Deny', 'Principal': '*', 'Action': 's3:PutObject', 'Resource': 'arn:aws:s3:::vault/locks/*'},
                  {'Effect': 'Allow', 'Principal': {'AWS': 'arn:aws:iam::123456789012:role/reader'}, 'Action': 'sqs:SendMessage',
                   'Resource': 'arn:aws:sqs:eu-central-1:123456789012:missed'}]}"""));

        assertThat(iam.refusal(READER, Call.of("s3:PutObject", "arn:aws:s3:::vault/a")))
                .isEmpty();
        assertThat(iam.refusal(READER, Call.of("s3:PutObject", "arn:aws:s3:::vault/locks/a")))
                .isPresent();
        assertThat(iam.refusal(READER, Call.of("sqs:SendMessage", "arn:aws:sqs:eu-central-1:123456789012:missed")))
                .isEmpty();
    }

    @Test
    void whoReadsOrWritesWhatIsEncryptedNeedsItsKey() {
        Keys keys = new Keys(
                "eu-central-1", Map.of("arn:aws:s3:::vault", KEY), Map.of("/aws/reference/secretsmanager/admin", KEY));
        String ssm = "arn:aws:ssm:eu-central-1:123456789012:parameter/aws/reference/secretsmanager/admin";
        String everything = "{'Effect': 'Allow', 'Action': ['s3:*', 'ssm:*'], 'Resource': '*'}";
        String decrypt = "{'Effect': 'Allow', 'Action': 'kms:Decrypt', 'Resource': '" + KEY + "', 'Condition':"
                + " {'StringEquals': {'kms:ViaService': ['s3.eu-central-1.amazonaws.com', 'secretsmanager.eu-central-1.amazonaws.com']}}}";
        String secret = "{'Effect': 'Allow', 'Action': 'secretsmanager:GetSecretValue', 'Resource':"
                + " 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:admin-??????'}";
        Call get = Call.of("s3:GetObject", "arn:aws:s3:::vault/a");
        Call put = Call.of("s3:PutObject", "arn:aws:s3:::vault/a");
        Call parameter = Call.of("ssm:GetParameter", ssm);

        Iam without = iam(keys, everything);
        Iam with = iam(keys, everything, decrypt, secret);

        assertThat(List.of(get, put, parameter))
                .allSatisfy(call -> assertThat(without.refusal(READER, call)).isPresent());
        assertThat(List.of(get, parameter))
                .allSatisfy(call -> assertThat(with.refusal(READER, call)).isEmpty());
        assertThat(with.refusal(READER, put))
                .hasValueSatisfying(why -> assertThat(why).contains("kms:GenerateDataKey"));
        assertThat(with.refusal(READER, Call.of("s3:GetObject", "arn:aws:s3:::other/a")))
                .isEmpty();
    }

    @Test
    void aServiceTakesARoleThatTrustsIt() {
        Iam iam = iam("{'Effect': 'Allow', 'Action': 's3:GetObject', 'Resource': '*'}");
        Map<String, List<String>> own = Map.of("aws:SourceAccount", List.of("123456789012"));

        assertThat(iam.takingRefusal(ROLE, "lambda.amazonaws.com", own)).isEmpty();
        assertThat(iam.takingRefusal(ROLE, "events.amazonaws.com", own)).isPresent();
        assertThat(iam.takingRefusal(ROLE, "lambda.amazonaws.com", Map.of())).isPresent();
    }

    @Test
    void namesWhatNoCallHasNeeded() {
        Iam iam = iam(
                "{'Sid': 'Read', 'Effect': 'Allow', 'Action': ['s3:GetObject', 's3:GetObjectVersion'],"
                        + " 'Resource': ['arn:aws:s3:::vault/hourly/*', 'arn:aws:s3:::vault/daily/*']}",
                "{'Effect': 'Allow', 'Action': 's3:PutObject', 'Resource': '*', 'Condition': {'Bool': {'a:k': true}}}");

        assertThat(iam.refusal(READER, Call.of("s3:GetObject", "arn:aws:s3:::vault/daily/a")))
                .isEmpty();

        assertThat(iam.unused())
                .containsExactly(
                        "reader Read: s3:GetObjectVersion",
                        "reader Read: arn:aws:s3:::vault/hourly/*",
                        "reader #s3:PutObject: all of it: s3:PutObject on * if Bool a:k [true]");
    }

    private static Iam iam(String... statements) {
        return iam(new Keys("eu-central-1", Map.of(), Map.of()), statements);
    }

    private static Iam iam(Keys keys, String... statements) {
        Iam iam = new Iam("123456789012", keys);
        iam.role(ROLE, "reader", json(TRUST), List.of(json("{'Statement': [" + String.join(",", statements) + "]}")));
        return iam;
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }
}
