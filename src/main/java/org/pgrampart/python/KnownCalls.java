package org.pgrampart.python;

import java.util.Set;

/// Names of Python's and Django's functions and attributes, by what they do to text.
final class KnownCalls {
    /// What they yield is a number, a date or otherwise no SQL.
    static final Set<String> NUMERIC = words("""
            Decimal UUID abs bool callable count crc32 date datetime exists float fromisoformat get_srid getpid
            hasattr hash hex hexdigest id int is_valid isinstance isoformat len monotonic now ord parse_date
            parse_datetime perf_counter randint range round rowcount strptime sum time timedelta timestamp today
            token_hex toordinal total_seconds type urandom utcnow uuid1 uuid4""");

    /// They quote, or yield SQL that Django has composed.
    static final Set<String> QUOTING = words("""
            Composed Identifier Literal Placeholder adapt as_sql db_type django_table_names escape_identifier
            escape_literal get_attname_column get_column get_meta get_model_table get_table_list
            get_tablespace_sql limit_offset_sql lookup_cast make_aware mogrify qn quote_ident quote_identifier
            quote_literal quote_name quote_name_unless_alias quote_value sequence_reset_sql sql_flush
            sql_with_params table_names truncate_name""");

    /// What goes in comes out.
    static final Set<String> THROUGH = words("""
            Coalesce OrderedDict Path StringIO _ ascii bytes cast chain compile copy dedent deepcopy deque dict
            dumps enumerate f filter force_str force_text format_html frozenset getattr gettext gettext_lazy
            iter join_path list literal_eval loads mark_safe max min next open product repr reversed safe_join
            set slugify_none smart_str sorted str strip_tags tuple u ugettext unicode unquote unquote_plus vars
            zip""");

    /// Methods whose result is the text they are called on.
    static final Set<String> STRING_METHODS = words("""
            __str__ capitalize casefold center copy decode dict encode expandtabs getlist getvalue items keys
            lists ljust lower lstrip partition pop read read_text readlines removeprefix removesuffix resolve
            rjust rpartition rsplit rstrip split splitlines strip sub swapcase title translate upper urlencode
            values zfill""");

    /// Methods that put their argument into the object.
    static final Set<String> MUTATORS = words("""
            add append appendleft extend insert update""");

    /// Attributes that hold what a request sent.
    static final Set<String> REQUEST_DATA = words("""
            COOKIES FILES GET META POST cleaned_data initial_data query_params validated_data""");

    /// Attributes of a request that its sender does not choose freely.
    static final Set<String> REQUEST_SAFE = words("""
            LANGUAGE_CODE get_host get_port get_signed_cookie is_ajax is_authenticated is_secure method scheme
            site tenant urlconf version""");

    /// Attributes of a request that come from a store.
    static final Set<String> REQUEST_ELSEWHERE = words("""
            _messages auth resolver_match session user""");

    /// Attributes that hold names of the model, keys or numbers.
    static final Set<String> HARMLESS = words("""
            DatabaseError __class__ __module__ __name__ _meta app_label attname column day days db_table
            features hour id internal_type microsecond minute model_name month name_converter ops pk quote_name
            seconds srid vendor year""");

    private KnownCalls() {}

    private static Set<String> words(String text) {
        return Set.of(text.strip().split("\\s+"));
    }
}
