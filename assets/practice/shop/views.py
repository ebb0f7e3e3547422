"""Views of the practice shop. Some of them can be abused through the address bar; the others show how it is done."""

from django.db import connection
from django.db.models.expressions import RawSQL
from django.http import JsonResponse

from .models import Customer, Order, Product

PRODUCT_COLUMNS = "id, name, price"


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
        cursor.execute(f"SELECT id, name, price FROM shop_product WHERE name ILIKE '%{term}%'")
        return JsonResponse({"products": rows(cursor)})


def product_find(request):
    term = request.GET.get("q", "")
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, name, price FROM shop_product WHERE name ILIKE %s", ["%" + term + "%"])
        return JsonResponse({"products": rows(cursor)})


def product_sorted(request):
    order = request.GET.get("order", "name")
    products = Product.objects.extra(order_by=[order], where=["price > " + request.GET.get("above", "0")])
    return JsonResponse({"products": list(products.values("id", "name", "price"))})


def customer_detail(request, customer_id):
    customers = Customer.objects.raw("SELECT * FROM shop_customer WHERE id = %s", [customer_id])
    return JsonResponse({"customers": [customer.name for customer in customers]})


def customer_by_email(request):
    email = request.GET["email"]
    query = "SELECT * FROM shop_customer WHERE email = '%s'" % email
    customers = Customer.objects.raw(query)
    return JsonResponse({"customers": [customer.name for customer in customers]})


def recent_orders(request):
    days = request.GET.get("days", "7")
    age = RawSQL("placed > now() - interval '{} days'".format(days), [])
    return JsonResponse({"orders": Order.objects.annotate(recent=age).filter(recent=True).count()})


def order_statistics(request):
    minimum = RawSQL("(SELECT min(quantity) FROM shop_orderline WHERE order_id = shop_order.id AND quantity > %s)", (0,))
    orders = Order.objects.annotate(minimum=minimum).values("id", "minimum")[:50]
    return JsonResponse({"orders": list(orders)})
