package org.pgrampart.plpgsql;

import java.util.Set;

/// Names of PostgreSQL's functions and words, by what they do to text.
final class KnownFunctions {
    /// They quote their argument.
    static final Set<String> QUOTING = words("""
            quote_ident quote_literal quote_nullable""");

    /// They yield no SQL from outside.
    static final Set<String> HARMLESS = words("""
            abs age array_length array_lower array_upper ascii avg cardinality ceil ceiling char_length chr
            clock_timestamp count currval date_part date_trunc encode exists extract floor format_type
            gen_random_uuid generate_series greatest_int has_table_privilege hashtext lastval length make_date
            make_interval md5 mod nextval now octet_length pg_backend_pid pg_get_constraintdef pg_get_expr
            pg_get_function_identity_arguments pg_get_functiondef pg_get_indexdef pg_get_triggerdef
            pg_get_viewdef pg_relation_size pg_size_pretty pg_total_relation_size pg_trigger_depth position
            random repeat_space round row_number sha256 statement_timestamp strpos sum to_date to_hex to_number
            to_regclass to_regnamespace to_regproc to_regrole to_regtype to_timestamp transaction_timestamp
            trunc txid_current uuid_generate_v4""");

    /// What goes in comes out.
    static final Set<String> THROUGH = words("""
            all and any array array_agg array_append array_cat array_prepend array_to_string as btrim by
            coalesce concat concat_ws convert_from distinct else from greatest in initcap join least left lower
            lpad ltrim max min not nullif on or over overlay regexp_replace regexp_split_to_array
            regexp_split_to_table repeat replace reverse right row rpad rtrim select split_part string_agg
            string_to_array substr substring text then to_char translate trim union unnest upper using values
            when where""");

    /// Words that are no variables.
    static final Set<String> KEYWORDS = words("""
            all and any array as asc between both by case collate cross current_date current_time
            current_timestamp default desc distinct else end exists false filter first for found from group
            having ilike in inner interval is join last lateral leading left like limit localtimestamp natural
            not null nulls offset on or order ordinality outer over partition right row_count select similar
            some sqlstate strict tg_level tg_nargs tg_op tg_relid tg_when then trailing true union using
            variadic when where with within""");

    private KnownFunctions() {}

    private static Set<String> words(String text) {
        return Set.of(text.strip().split("\\s+"));
    }
}
