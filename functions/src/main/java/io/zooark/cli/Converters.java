package io.zooark.cli;

import io.zooark.ensemble.Zxid;
import io.zooark.snapshot.SnapshotClass;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the values of options; each says what is wrong with a value, and picocli with which option. */
final class Converters {
    private Converters() {}

    /** Reads a zxid as it is written in manifests and file names. */
    static final class ToZxid implements ITypeConverter<Zxid> {
        @Override
        public Zxid convert(String text) {
            try {
                return Zxid.parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(String.valueOf(e.getMessage()));
            }
        }
    }

    /** Reads the name of a class. */
    static final class ToSnapshotClass implements ITypeConverter<SnapshotClass> {
        @Override
        public SnapshotClass convert(String text) {
            try {
                return SnapshotClass.parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(String.valueOf(e.getMessage()));
            }
        }
    }

    /** Reads a time with its offset, or a date. */
    static final class ToInstant implements ITypeConverter<Instant> {
        @Override
        public Instant convert(String text) {
            try {
                return text.contains("T")
                        ? OffsetDateTime.parse(text).toInstant()
                        : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
            } catch (DateTimeException e) {
                throw new TypeConversionException(
                        "a time is like 2026-11-22T10:00:00Z or 2026-11-22, got '" + text + "'");
            }
        }
    }

    /** Reads how many there may be. */
    static final class ToLimit implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            if (!text.matches("[1-9]\\d{0,8}")) {
                throw new TypeConversionException("a number from 1 on is expected, got '" + text + "'");
            }
            return Integer.valueOf(text);
        }
    }
}
