from django.urls import path

from . import views

urlpatterns = [
    path("products/", views.product_list),
    path("products/search/", views.product_search),
    path("products/find/", views.product_find),
    path("products/sorted/", views.product_sorted),
    path("customers/<int:customer_id>/", views.customer_detail),
    path("customers/by-email/", views.customer_by_email),
    path("orders/recent/", views.recent_orders),
    path("orders/statistics/", views.order_statistics),
]
