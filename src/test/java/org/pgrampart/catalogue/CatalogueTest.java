package org.pgrampart.catalogue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.pgrampart.check.Check;
import org.pgrampart.model.Area;

class CatalogueTest {
    @Test
    void everyCheckClassIsListedOnce() {
        Set<String> written = new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("org.pgrampart.catalogue")
                        .stream()
                        .filter(c -> c.isAssignableTo(Check.class))
                        .filter(c -> !c.getModifiers().contains(JavaModifier.ABSTRACT))
                        .map(JavaClass::getName)
                        .collect(Collectors.toSet());
        List<String> listed =
                Catalogue.ALL.stream().map(c -> c.getClass().getName()).toList();
        assertEquals(listed.size(), new HashSet<>(listed).size(), "a check is listed twice");
        assertEquals(written, new HashSet<>(listed));
    }

    @Test
    void numbersAndNamesAreUniqueAndInOrder() {
        List<String> numbers =
                Catalogue.ALL.stream().map(c -> c.control().number()).toList();
        assertEquals(numbers.size(), new HashSet<>(numbers).size());
        Set<String> names = Catalogue.ALL.stream().map(Check::name).collect(Collectors.toSet());
        assertEquals(numbers.size(), names.size());
        for (Area area : Area.values()) {
            List<String> own = numbers.stream()
                    .filter(n -> n.startsWith(area.prefix() + "-"))
                    .toList();
            assertEquals(own.stream().sorted().toList(), own, area + " is out of order");
        }
    }

    @Test
    void everyCheckStandsInItsAreasPackage() {
        Catalogue.ALL.forEach(c -> assertTrue(
                c.getClass().getPackageName().endsWith("." + c.control().area().key()),
                c.getClass() + " stands in the wrong package"));
    }
}
