app_name = "identifiers"
urlpatterns: list = []
