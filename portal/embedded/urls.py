"""The demonstration's addresses, under /demo/; portal.urls includes them only when DEMO is on."""

from django.urls import path

from portal.embedded import views

app_name = "demo"
urlpatterns = [
    path("mailbox/", views.mailbox_page, name="mailbox"),
    path("mailbox/<str:key>/<int:number>/", views.attachment, name="attachment"),
]
