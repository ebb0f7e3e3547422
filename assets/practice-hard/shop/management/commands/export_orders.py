from django.core.management.base import BaseCommand
from django.db import connection


class Command(BaseCommand):
    help = "Prints the orders whose note contains a word"

    def add_arguments(self, parser):
        parser.add_argument("word")

    def handle(self, *args, **options):
        with connection.cursor() as cursor:
            cursor.execute("SELECT id, note FROM shop_order WHERE note LIKE %s", ["%" + options["word"] + "%"])
            for number, note in cursor.fetchall():
                self.stdout.write(f"{number}\t{note}")
