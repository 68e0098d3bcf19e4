"""The addresses of applying and of one's own case."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
