package org.pgrampart.catalogue.injection;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.pgrampart.plpgsql.DynamicSqlReader;
import org.pgrampart.plpgsql.FunctionSource;
import org.pgrampart.probe.ApplicationRoles;
import org.pgrampart.probe.DynamicFunctions;
import org.pgrampart.probe.Role;
import org.pgrampart.probe.Roles;

/// Functions that execute text, for tests.
final class Dynamic {
    static final String PASTED = "BEGIN EXECUTE 'SELECT 1 FROM t WHERE a = ''' || term || ''''; END";
    static final String USING = "BEGIN EXECUTE 'SELECT 1 FROM t WHERE a = $1' USING term; END";

    private Dynamic() {}

    static DynamicFunctions of(DynamicFunctions.Function... functions) {
        Roles roles = Roles.of(List.of(Role.login("app")), List.of(), Map.of());
        return new DynamicFunctions(List.of(functions), new ApplicationRoles(roles, Map.of("shop", Set.of("app"))));
    }

    static DynamicFunctions.Function function(boolean definer, String body, List<String> callers, List<String> logins) {
        FunctionSource source = new FunctionSource(
                "public.f(text)", List.of("term"), List.of("text"), "plpgsql", body, definer, "owner");
        return new DynamicFunctions.Function(
                "shop",
                "public",
                "f",
                "term text",
                "public.f(text)",
                definer,
                false,
                "owner",
                true,
                callers,
                logins,
                DynamicSqlReader.read(source));
    }
}
