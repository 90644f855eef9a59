from allauth.account import views as allauth
from django.urls import path

from swip.core.views import live

app_name = "accounts"
urlpatterns = [path("account/", live, name="account")]
