package io.zooark;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Holds the house to its rooms: entry points know adapters, adapters know the rules, and the rules know neither. */
class ArchitectureTest {
    private static final JavaClasses OURS = new ClassFileImporter().importPath(Path.of("target/classes"));

    @Test
    void theRulesOfBackupAndRestoreKnowNeitherAwsNorJacksonNorAnyAdapter() {
        noClasses()
                .that()
                .resideInAnyPackage("io.zooark.ensemble..", "io.zooark.snapshot..", "io.zooark.restore..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.zooark.aws..",
                        "io.zooark.zookeeper..",
                        "io.zooark.handler..",
                        "io.zooark.cli..",
                        "io.zooark.json..",
                        "software.amazon..",
                        "com.fasterxml..",
                        "org.apache.zookeeper..")
                .check(OURS);
    }

    @Test
    void errorsDependOnTheJdkAlone() {
        classes()
                .that()
                .resideInAPackage("io.zooark.error..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("io.zooark.error..", "java..", "org.jspecify..")
                .check(OURS);
    }

    @Test
    void adaptersDoNotKnowEachOtherNorTheHandlers() {
        noClasses()
                .that()
                .resideInAPackage("io.zooark.aws..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.zooark.zookeeper..", "io.zooark.handler..")
                .check(OURS);
        noClasses()
                .that()
                .resideInAPackage("io.zooark.zookeeper..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.zooark.aws..", "io.zooark.handler..", "software.amazon..")
                .check(OURS);
    }

    @Test
    void nobodyKnowsTheCommandLine() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.zooark.cli..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.zooark.cli..", "picocli..")
                .check(OURS);
    }

    @Test
    void theCommandLineLeavesAwsToItsAdapter() {
        noClasses()
                .that()
                .resideInAPackage("io.zooark.cli..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.zookeeper..", "software.amazon..model..")
                .check(OURS);
    }

    @Test
    void theEnvironmentIsReadByEntryPointsAndNobodyElse() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.zooark.handler..", "io.zooark.cli..")
                .should()
                .callMethod(System.class, "getenv")
                .orShould()
                .callMethod(System.class, "getenv", String.class)
                .check(OURS);
    }
}
