"""Views of the practice shop, none of which lets a visitor write SQL."""

from datetime import timedelta

from django.db import connection
from django.db.models.expressions import RawSQL
from django.http import JsonResponse
from django.utils import timezone

from .models import Customer, Order, Product

PRODUCT_COLUMNS = "id, name, price"
SORTABLE = ("name", "price")


def rows(cursor):
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row)) for row in cursor.fetchall()]


def product_list(request):
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + PRODUCT_COLUMNS + " FROM shop_product ORDER BY name")
        return JsonResponse({"products": rows(cursor)})


def product_search(request):
    term = request.GET.get("q", "")
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, name, price FROM shop_product WHERE name ILIKE %s", ["%" + term + "%"])
        return JsonResponse({"products": rows(cursor)})


def product_find(request):
    term = request.GET.get("q", "")
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, name, price FROM shop_product WHERE name ILIKE %s", ["%" + term + "%"])
        return JsonResponse({"products": rows(cursor)})


def product_sorted(request):
    order = request.GET.get("order")
    products = Product.objects.order_by(order if order in SORTABLE else "name")
    return JsonResponse({"products": list(products.values("id", "name", "price"))})


def customer_detail(request, customer_id):
    customers = Customer.objects.raw("SELECT * FROM shop_customer WHERE id = %s", [customer_id])
    return JsonResponse({"customers": [customer.name for customer in customers]})


def customer_by_email(request):
    customers = Customer.objects.filter(email=request.GET["email"])
    return JsonResponse({"customers": [customer.name for customer in customers]})


def recent_orders(request):
    days = min(int(request.GET.get("days", "7")), 365)
    since = timezone.now() - timedelta(days=days)
    return JsonResponse({"orders": Order.objects.filter(placed__gt=since).count()})


def order_statistics(request):
    minimum = RawSQL("(SELECT min(quantity) FROM shop_orderline WHERE order_id = shop_order.id AND quantity > %s)", (0,))
    orders = Order.objects.annotate(minimum=minimum).values("id", "minimum")[:50]
    return JsonResponse({"orders": list(orders)})
