package io.zooark.local.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StacksTest {
    private static final String VAULT = """
            {"Resources": {"Bucket0A1B2C3D": {"Type": "AWS::S3::Bucket", "Properties": {}}},
             "Outputs": {"Arn": {"Value": {"Fn::GetAtt": ["Bucket0A1B2C3D", "Arn"]},
               "Export": {"Name": {"Fn::Sub": "${AWS::StackName}:Arn"}}}}}""";

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"Ref": "AWS::Region"}                                              | "eu-central-1"
            {"Ref": "Stage"}                                                    | "test"
            {"Ref": "Function"}                                                 | "Orders-Function"
            {"Fn::GetAtt": ["Function", "Arn"]}                                 | "arn:aws:lambda:eu-central-1:123456789012:function:Orders-Function"
            {"Fn::GetAtt": "Group.Arn"}                                         | "arn:aws:logs:eu-central-1:123456789012:log-group:Orders-Group:*"
            {"Ref": "Machine"}                                                  | "arn:aws:states:eu-central-1:123456789012:stateMachine:restore-orders"
            {"Fn::Join": ["/", ["a", {"Ref": "AWS::AccountId"}]]}               | "a/123456789012"
            {"Fn::Join": ["", [{"Fn::ImportValue": "Vault:Arn"}, "/*"]]}        | "arn:aws:s3:::vault/*"
            {"Fn::Sub": "${AWS::Partition}-${Function.Arn}-${!Kept}"}           | "aws-arn:aws:lambda:eu-central-1:123456789012:function:Orders-Function-${Kept}"
            {"Fn::Sub": ["${One}-${Function}", {"One": {"Ref": "Stage"}}]}      | "test-Orders-Function"
            {"Fn::Select": [1, {"Fn::Split": [":", "a:b:c"]}]}                  | "b"
            {"a": [{"Ref": "AWS::NoValue"}, 1], "b": {"Ref": "AWS::NoValue"}}   | {"a":[1]}
            """)
    void resolvesIntrinsics(String value, String resolved) {
        assertThat(resolve(value)).isEqualTo(resolved);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"Fn::If\": [\"Prod\", 1, 2]}",
                "{\"Fn::FindInMap\": [\"a\", \"b\", \"c\"]}",
                "{\"Ref\": \"Nothing\"}",
                "{\"Ref\": \"Bootstrap\"}",
                "{\"Fn::GetAtt\": [\"Function\", \"SnapStartResponse\"]}",
                "{\"Fn::ImportValue\": \"Vault:Name\"}"
            })
    void refusesWhatItDoesNotKnow(String value) {
        assertThatThrownBy(() -> resolve(value)).isInstanceOf(TemplateException.class);
    }

    @Test
    void aResourceIsKnownByThePathOfItsConstruct() {
        Stacks stacks = stacks("1");

        assertThat(stacks.all("AWS::S3::Bucket")).singleElement().satisfies(bucket -> {
            assertThat(bucket.path()).isEqualTo("Bucket");
            assertThat(bucket.name()).isEqualTo("vault");
        });
    }

    private static String resolve(String value) {
        Stacks stacks = stacks(value);
        Resource function = stacks.all("AWS::Lambda::Function").get(0);
        return stacks.resolved(function, "/Value").toString();
    }

    private static Stacks stacks(String value) {
        String orders = """
                {"Parameters": {"Stage": {"Type": "String", "Default": "test"},
                   "Bootstrap": {"Type": "AWS::SSM::Parameter::Value<String>", "Default": "/a/b"}},
                 "Resources": {
                   "Function": {"Type": "AWS::Lambda::Function", "Properties": {"Value": %s}},
                   "Group": {"Type": "AWS::Logs::LogGroup"},
                   "Machine": {"Type": "AWS::StepFunctions::StateMachine",
                     "Properties": {"StateMachineName": "restore-orders"}}}}""".formatted(value);
        return Stacks.deployed(
                new Place("123456789012", "eu-central-1"),
                Map.of("Vault", json(VAULT), "Orders", json(orders)),
                (type, id) -> type.equals("AWS::S3::Bucket") ? Optional.of("vault") : Optional.empty());
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }
}
